// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.function.Consumer;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.storm.Storm;
import org.savevm4j.harness.storm.StormException;
import org.savevm4j.harness.storm.StormOptions;
import org.savevm4j.harness.storm.StormResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pseries bench storm}. */
@Command(
    name = "storm",
    description =
        "Migrates a busy guest on and on, while its table is resized, reset, or given up for radix"
            + " and taken again, and checks all that the guest believes after each migration.")
final class BenchStormCommand extends BenchSubcommand {

  @Option(
      names = "--migrations",
      paramLabel = "N",
      defaultValue = "20",
      description = "Migrations (default: ${DEFAULT-VALUE}).")
  private int migrations;

  @Mixin private SeedOption seed;

  @Override
  BenchOutcome measure(Progress shown) throws IOException, StormException, InterruptedException {
    StormOptions options = new StormOptions(oneOrMore("--migrations", migrations), seed.seed());
    Consumer<String> lines = lines(shown, "migrations", migrations);
    StormResult result = Storm.run(options, record -> lines.accept(record.line()));
    return outcome(result.toJson(), result.toText());
  }
}
