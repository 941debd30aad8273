// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hmp.OneLine;
import org.savevm4j.harness.savevm.LoadException;

/** What is wrong in a stream's file, in one line. */
final class StreamFault {

  private StreamFault() {}

  static String line(Path file, LoadException wrong) {
    return line(file, wrong.section(), wrong.offset(), wrong.reason());
  }

  /**
   * Names the file, the section, the offset in bytes and the reason.
   *
   * @param section null: the fault is in the frame around the sections, and the reason names the
   *     field
   */
  static String line(Path file, @Nullable String section, long offset, String reason) {
    return "%s: %soffset %d: %s"
        .formatted(
            OneLine.of(file),
            section == null ? "" : "section " + OneLine.of(section) + ", ",
            offset,
            OneLine.of(reason));
  }
}
