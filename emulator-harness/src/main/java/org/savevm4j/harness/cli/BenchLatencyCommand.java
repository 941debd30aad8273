// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.latency.LatencyBench;
import org.savevm4j.harness.latency.LatencyResult;
import org.savevm4j.harness.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pseries bench latency}. */
@Command(
    name = "latency",
    description =
        "How long H_ENTER, H_REMOVE and H_PROTECT take a guest while it migrates, against before;"
            + " in ns.")
final class BenchLatencyCommand extends BenchSubcommand {

  private static final long UPDATES_PER_SECOND = 50_000;
  private static final long WINDOW_MILLIS = 1500;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Windows of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  BenchOutcome measure(Progress shown) throws IOException, EmulatorException, InterruptedException {
    LatencyResult result =
        LatencyBench.run(
            oneOrMore("--rounds", rounds),
            UPDATES_PER_SECOND,
            WINDOW_MILLIS,
            work(shown, "windows"));
    return outcome(result.toJson(), result.toText());
  }
}
