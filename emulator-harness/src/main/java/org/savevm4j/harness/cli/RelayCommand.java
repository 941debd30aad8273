// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.rewrite.Relay;
import org.savevm4j.harness.rewrite.RewriteFigures;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.harness.text.OneLine;
import org.savevm4j.harness.transport.MigrationUri;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pseries relay}: passes one migration through the section of the page table, live. */
@Command(
    name = "relay",
    description = {
      "Waits for a migration and passes it on to another emulator while it goes on.",
      "Loads its page table and saves it anew at the end; passes all else, and the answers, as is."
    })
final class RelayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private PluginsArgument plugins;

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "URI",
      converter = UriText.class,
      description = "Where the source will connect to: tcp:HOST:PORT or unix:PATH.")
  private MigrationUri listen;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URI",
      converter = UriText.class,
      description = "Where the destination listens: tcp:HOST:PORT or unix:PATH.")
  private MigrationUri to;

  @Mixin private ProgressOption progress;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireTwoWay("--listen", listen);
    requireTwoWay("--to", to);
    try (Relay relay = Relay.listen(listen, to, plugins.load())) {
      spec.commandLine()
          .getErr()
          .println("pseries: the relay listens on " + relay.uri() + ", and passes on to " + to);
      RewriteFigures figures;
      try (Progress shown = progress.open()) {
        shown.show(relay.work());
        figures = relay.run();
      }
      RewriteText.print(figures, false, spec.commandLine().getOut());
      return 0;
    } catch (LoadException wrong) {
      throw new IOException(
          listen + ": the migration that came is wrong: " + OneLine.of(wrong.getMessage()), wrong);
    }
  }

  private void requireTwoWay(String option, MigrationUri uri) {
    if (!uri.twoWay()) {
      throw new ParameterException(
          spec.commandLine(),
          option + " " + OneLine.of(uri) + " goes one way only; use tcp:HOST:PORT or unix:PATH");
    }
  }
}
