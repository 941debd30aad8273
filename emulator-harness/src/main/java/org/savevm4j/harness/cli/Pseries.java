// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code pseries}: parses the command line and hands over to a subcommand. */
@Command(
    name = "pseries",
    mixinStandardHelpOptions = true,
    version = "pseries 0.1.0-SNAPSHOT",
    description = "Saves, loads and live-migrates a stub pSeries machine.",
    synopsisSubcommandLabel = "COMMAND")
public final class Pseries {

  private Pseries() {}

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Pseries()).execute(args));
  }
}
