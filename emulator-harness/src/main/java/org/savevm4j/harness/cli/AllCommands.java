// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command {@code pseries} with all its subcommands.
 *
 * <p>picocli finds out what a command takes by reflection, which for all of them is most of a short
 * command's start. So a command line has only the subcommand that its arguments name; none for the
 * version; all of them where there is something to tell of all: help, or a name that none of them
 * has.
 */
@Command(
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      AnalyzeCommand.class,
      HtabCommand.class,
      TranslateCommand.class,
      RewriteCommand.class,
      RelayCommand.class,
      ClaimsCommand.class,
      BenchCommand.class
    })
final class AllCommands extends Pseries {

  /** As much of the command line as {@code args} need. */
  static CommandLine lineFor(String... args) {
    CommandLine line = new CommandLine(new Pseries());
    List<String> words = Arrays.stream(args).dropWhile("--debug"::equals).toList();
    if (!words.isEmpty()) {
      OptionSpec option = line.getCommandSpec().optionsMap().get(words.getFirst());
      if (option != null && option.versionHelp() && words.size() == 1) {
        return line;
      }
      for (Class<?> subcommand : AllCommands.class.getAnnotation(Command.class).subcommands()) {
        if (subcommand.getAnnotation(Command.class).name().equals(words.getFirst())) {
          return line.addSubcommand(subcommand);
        }
      }
    }
    return new CommandLine(new AllCommands());
  }
}
