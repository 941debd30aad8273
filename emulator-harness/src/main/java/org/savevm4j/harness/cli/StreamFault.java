// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.analyze.StreamAnalysis;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.harness.text.OneLine;
import picocli.CommandLine;

/** What is wrong in a stream's file, in one line. */
final class StreamFault {

  private StreamFault() {}

  /**
   * Prints the line of a fault on standard error, if there is one.
   *
   * @return the exit status
   */
  static int report(
      CommandLine command, StreamArgument stream, StreamAnalysis.@Nullable Fault fault) {
    if (fault == null) {
      return 0;
    }
    command.getErr().println("pseries: " + line(stream, fault));
    command.getErr().flush();
    return Faults.FAILED;
  }

  static String line(Object file, StreamAnalysis.Fault fault) {
    return line(file, fault.section(), fault.offset(), fault.reason());
  }

  static String line(Object file, LoadException wrong) {
    return line(file, wrong.section(), wrong.offset(), wrong.reason());
  }

  /**
   * Names the file, the section, the offset in bytes and the reason.
   *
   * @param section null: the fault is in the frame around the sections, and the reason names the
   *     field
   */
  static String line(Object file, @Nullable String section, long offset, String reason) {
    return "%s: %soffset %d: %s"
        .formatted(
            OneLine.of(file),
            section == null ? "" : "section " + OneLine.of(section) + ", ",
            offset,
            OneLine.of(reason));
  }
}
