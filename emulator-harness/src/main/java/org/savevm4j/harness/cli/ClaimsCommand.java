// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.claims.Claims;
import org.savevm4j.harness.claims.ClaimsOptions;
import org.savevm4j.harness.claims.ClaimsResult;
import org.savevm4j.harness.claims.ReportFiles;
import org.savevm4j.harness.page.PageFolder;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.Work;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pseries claims}: what was said of the HTAB file descriptor, measured. */
@Command(
    name = "claims",
    description = {
      "Measures what was said of the HTAB file descriptor when it was designed, on the tables of "
          + "real guests, on the harness's guest, and by simulation where size demands it.",
      "Counts and simulations repeat from run to run; what is timed has median, min and max.",
      "Takes about a minute on two cores.",
    })
final class ClaimsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Write a report into this folder too, "
            + ReportFiles.PAGE
            + " with its plots and "
            + ReportFiles.DATA
            + "; other files there stay."
      })
  private @Nullable Path out;

  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = out;
    if (folder != null) {
      PageFolder.prepare(folder);
    }
    ClaimsResult result;
    try (Progress shown = progress.open()) {
      Work work = Work.of("claims", "steps");
      work.total(Claims.steps(ClaimsOptions.FULL));
      shown.show(work);
      result = Claims.run(ClaimsOptions.FULL, work::next);
    }
    if (folder != null) {
      ReportFiles.write(folder, result);
    }
    PrintWriter text = spec.commandLine().getOut();
    text.print(json ? result.toJson() + System.lineSeparator() : result.toText());
    text.flush();
    return 0;
  }
}
