// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import org.savevm4j.harness.packedbench.PackedBench;
import org.savevm4j.harness.packedbench.PackedBenchResult;
import org.savevm4j.harness.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pseries bench packed}. */
@Command(
    name = "packed",
    description =
        "Packs the tables of real guests in the packed format, by its codec alone and by LZ4 alone,"
            + " and tells bytes and speeds. A percent is of the classic records' bytes, and a MB is"
            + " 10^6 of those, whatever a way makes of them.")
final class BenchPackedCommand extends BenchSubcommand {

  @Mixin private RoundsOption rounds;

  @Override
  BenchOutcome measure(Progress shown) throws IOException {
    PackedBenchResult result =
        PackedBench.run(oneOrMore(RoundsOption.NAME, rounds.rounds()), work(shown, "ways"));
    return outcome(result.toJson(), result.toText());
  }
}
