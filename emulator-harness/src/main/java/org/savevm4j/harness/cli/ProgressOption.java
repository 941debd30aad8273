// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.TerminalWidth;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where and whether a command shows its progress. */
final class ProgressOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--progress",
      description =
          "Show progress even where standard error is no terminal, in lines, one a second at most.")
  private boolean progress;

  /** The display on standard error; whoever works closes it before results are printed. */
  Progress open() {
    return new Progress(spec.commandLine().getErr(), style(), new TerminalWidth());
  }

  private Progress.Style style() {
    if (StandardStream.ERROR.isTerminal()) {
      return Progress.Style.LIVE;
    }
    return progress ? Progress.Style.LINES : Progress.Style.NONE;
  }
}
