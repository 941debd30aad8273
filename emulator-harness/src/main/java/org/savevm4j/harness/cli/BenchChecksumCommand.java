// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.flips.ChecksumCost;
import org.savevm4j.harness.flips.CostResult;
import org.savevm4j.harness.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pseries bench checksum}. */
@Command(
    name = "checksum",
    description =
        "What x-section-checksum costs: a machine saved into nothing and loaded from memory, and"
            + " laps over a table, with it on and off.")
final class BenchChecksumCommand extends BenchSubcommand {

  @Mixin private RoundsOption rounds;

  @Override
  BenchOutcome measure(Progress shown) throws IOException, EmulatorException, InterruptedException {
    CostResult result =
        ChecksumCost.run(oneOrMore(RoundsOption.NAME, rounds.rounds()), work(shown, "rounds"));
    return outcome(result.toJson(), result.toText());
  }
}
