// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.flips.FlipResult;
import org.savevm4j.harness.flips.Flips;
import org.savevm4j.harness.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pseries bench flips}; status 1 if a flip is not found. */
@Command(
    name = "flips",
    description =
        "Flips single bits of a stream with x-section-checksum on, and of one with it off, loads"
            + " each, tells what found them, and ends with status 1 if one goes unfound with it"
            + " on.")
final class BenchFlipsCommand extends BenchSubcommand {

  @Option(
      names = "--flips",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Flips in each stream (default: ${DEFAULT-VALUE}).")
  private int flips;

  @Mixin private SeedOption seed;

  @Override
  BenchOutcome measure(Progress shown) throws IOException, EmulatorException, InterruptedException {
    FlipResult result = Flips.run(oneOrMore("--flips", flips), seed.seed(), work(shown, "flips"));
    return outcome(result.toJson(), result.toText(), result::requireAllFound);
  }
}
