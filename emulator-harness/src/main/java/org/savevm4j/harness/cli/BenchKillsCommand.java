// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.function.Consumer;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.kills.KillOptions;
import org.savevm4j.harness.kills.KillResult;
import org.savevm4j.harness.kills.Kills;
import org.savevm4j.harness.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pseries bench kills}; status 1 if an outcome is not allowed. */
@Command(
    name = "kills",
    description =
        "Kills emulators (source, destination, both, while they save a snapshot) or cuts their link"
            + " at random moments, tells what became of the others, and ends with status 1 if that"
            + " is not allowed, or if a guest that goes on finds anything other than it left it.")
final class BenchKillsCommand extends BenchSubcommand {

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "30",
      description = "Kills (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Mixin private SeedOption seed;

  @Override
  BenchOutcome measure(Progress shown) throws IOException, DemoException, InterruptedException {
    KillOptions options =
        new KillOptions(OwnCommand.run(), oneOrMore("--kills", kills), seed.seed());
    Consumer<String> lines = lines(shown, "kills", kills);
    KillResult result = Kills.run(options, record -> lines.accept(record.line()));
    return outcome(result.toJson(), result.toText(), result::requirePassed);
  }
}
