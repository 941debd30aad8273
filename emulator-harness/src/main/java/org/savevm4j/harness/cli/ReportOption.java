// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.page.PageFolder;
import org.savevm4j.harness.report.MigrationRecord;
import org.savevm4j.harness.report.MigrationRecorder;
import org.savevm4j.harness.report.MigrationReports;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether and where to write pages about migrations. */
final class ReportOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write a page about each migration into this folder: migration-N.html, and its figures.")
  private @Nullable Path folder;

  @Option(
      names = "--report-data",
      hidden = true,
      description = "Write the figures alone, for another process that makes the page.")
  private boolean dataOnly;

  /**
   * The folder, which is there when this returns; null if no pages are wanted.
   *
   * @throws IOException if it cannot be made or written to
   */
  @Nullable Path folder() throws IOException {
    if (folder != null) {
      PageFolder.prepare(folder);
    }
    return folder;
  }

  /** Reports the migrations of an emulator from now on; null if no pages are wanted. */
  @Nullable MigrationRecorder record(Emulator emulator) throws IOException {
    Path into = folder();
    return into == null ? null : MigrationRecorder.start(emulator, record -> write(into, record));
  }

  private void write(Path into, MigrationRecord record) {
    try {
      if (dataOnly) {
        MigrationReports.writeData(into, record);
      } else {
        tell("the report is " + MigrationReports.write(into, List.of(record)));
      }
    } catch (IOException failed) {
      tell("no report: " + Faults.message(failed));
    }
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("pseries: " + line);
    err.flush();
  }
}
