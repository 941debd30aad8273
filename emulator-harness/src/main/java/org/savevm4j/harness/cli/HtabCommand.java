// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pseries htab}: looks into the page table of a stream. */
@Command(
    name = "htab",
    description = {
      "Looks into the page table of a stream.",
      "Streams are read to the end of section spapr/htab, and not beyond it."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {HtabStatCommand.class, HtabDumpCommand.class, HtabDiffCommand.class})
final class HtabCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Called when no subcommand is given, which is wrong use. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing; there are stat, dump, diff");
  }
}
