// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.qevm;

import org.jspecify.annotations.Nullable;

/** The byte that begins each part of a QEVM stream. */
public enum RecordType {
  EOF(0x00),
  START(0x01),
  PART(0x02),
  END(0x03),
  FULL(0x04),
  SUBSECTION(0x05),
  VMDESC(0x06),
  CONFIGURATION(0x07),
  COMMAND(0x08),
  FOOTER(0x7e);

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  /** The type of a byte from the wire, or null if there is none. */
  public static @Nullable RecordType of(int code) {
    for (RecordType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
