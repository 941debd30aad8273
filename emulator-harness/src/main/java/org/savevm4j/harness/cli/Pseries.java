// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code pseries}: parses the command line and hands over to a subcommand. */
@Command(
    name = "pseries",
    mixinStandardHelpOptions = true,
    versionProvider = Pseries.Version.class,
    description = "Saves, loads and live-migrates a stub pSeries machine.",
    synopsisSubcommandLabel = "COMMAND")
public final class Pseries implements Runnable {

  @Spec private CommandSpec spec;

  private Pseries() {}

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Pseries()).execute(args));
  }

  /** Called when no subcommand is given, which is wrong use. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version that the build wrote into the module's descriptor. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version =
          Pseries.class.getModule().getDescriptor().rawVersion().orElse("of unknown version");
      return new String[] {"pseries " + version};
    }
  }
}
