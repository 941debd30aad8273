// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import org.jspecify.annotations.Nullable;

/** The byte that begins each part of a QEVM stream. */
public enum RecordType {
  /** No more sections: the VMDESC may follow. */
  EOF(0x00),
  /** The first payload of a live section, with its name, instance and version. */
  START(0x01),
  /** A further payload of a live section, guest running or paused. */
  PART(0x02),
  /** The last payload of a live section, guest paused. */
  END(0x03),
  /** The only payload of a section of devices, with its name, instance and version. */
  FULL(0x04),
  /** Inside of a payload: fields that a device needs only at times. */
  SUBSECTION(0x05),
  /** A description in JSON of what the devices put. */
  VMDESC(0x06),
  /** The machine, and the capabilities that change the stream; follows the file header. */
  CONFIGURATION(0x07),
  /** Something to do between two sections. */
  COMMAND(0x08),
  /** The end of a payload: the id of its section again. */
  FOOTER(0x7e);

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  /** {@return the byte on the wire} */
  public int code() {
    return code;
  }

  /**
   * {@return the type of a byte from the wire, or null if there is none}
   *
   * @param code 0 to 255
   */
  public static @Nullable RecordType of(int code) {
    for (RecordType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
