// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pseries bench}: measures; each benchmark is a subcommand. */
@Command(
    name = "bench",
    description = "Runs a benchmark; --list names them.",
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      BenchStormCommand.class,
      BenchKillsCommand.class,
      BenchPackedCommand.class,
      BenchTableSubcommand.Passes.class,
      BenchTableSubcommand.Load.class,
      BenchTableSubcommand.Marking.class,
      BenchSwitchoverCommand.class,
      BenchLinkCommand.class,
      BenchLatencyCommand.class,
      BenchFlipsCommand.class,
      BenchChecksumCommand.class
    })
final class BenchCommand implements Runnable {

  @ParentCommand private Pseries parent;
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "Name the benchmarks.")
  private boolean list;

  boolean debug() {
    return parent.debug();
  }

  /** Called when no benchmark is given. */
  @Override
  public void run() {
    if (!list) {
      throw new ParameterException(
          spec.commandLine(), "a benchmark's name is missing; --list names them");
    }
    PrintWriter out = spec.commandLine().getOut();
    spec.subcommands().keySet().forEach(out::println);
    out.flush();
  }
}
