// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import org.jspecify.annotations.Nullable;

/**
 * A stream with one defect, or with what only looks like one, and what becomes of it.
 *
 * @param name says the defect; the name of its file
 * @param bytes the whole stream
 * @param table how a machine refuses it that has its table in the process; null: it loads
 * @param channel how one does that has it behind the HTAB channel; null: it loads
 */
record NamedStream(String name, byte[] bytes, @Nullable Fault table, @Nullable Fault channel) {

  /** One that is refused alike by both. */
  static NamedStream refused(
      String name, StreamMaker stream, @Nullable String section, int offset, String reason) {
    Fault fault = new Fault(section, offset, reason);
    return new NamedStream(name, stream.toBytes(), fault, fault);
  }

  /** One that loads. */
  static NamedStream loads(String name, StreamMaker stream) {
    return new NamedStream(name, stream.toBytes(), null, null);
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * A refusal, word for word.
   *
   * @param section in which, or null: between sections
   * @param offset of what is wrong, in bytes from the start of the stream
   * @param reason what is wrong and what would be right
   */
  record Fault(@Nullable String section, long offset, String reason) {}
}
