// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code pseries}: parses the command line and hands over to a subcommand. */
@Command(
    name = "pseries",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Pseries.Version.class,
    description = "Saves, loads and live-migrates a stub pSeries machine.",
    synopsisSubcommandLabel = "COMMAND")
public sealed class Pseries implements Runnable permits AllCommands {

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where a failure came from.")
  private boolean debug;

  Pseries() {}

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    // figures are also for programs to read: their digits are the same in all countries
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    CommandLine commandLine = commandLine(args);
    System.exit(Faults.withOutput(commandLine, commandLine.execute(args)));
  }

  /**
   * A command line that has what {@code args} need, and tells failures in one line; it executes
   * once.
   */
  static CommandLine commandLine(String... args) {
    CommandLine commandLine = AllCommands.lineFor(args);
    commandLine.setParameterExceptionHandler(Faults::wrongUse);
    commandLine.setExecutionStrategy(Pseries::execute);
    commandLine.setExecutionExceptionHandler(Faults::failure);
    return commandLine;
  }

  /** Errors of the JVM, such as a lack of memory, are told as all else is; picocli lets them by. */
  private static int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      throw new ExecutionException(parsed.asCommandLineList().getLast(), e.toString(), e);
    }
  }

  boolean debug() {
    return debug;
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
      ModuleDescriptor module = Pseries.class.getModule().getDescriptor();
      String version =
          module == null ? "of unknown version" : module.rawVersion().orElse("of unknown version");
      return new String[] {"pseries " + version};
    }
  }
}
