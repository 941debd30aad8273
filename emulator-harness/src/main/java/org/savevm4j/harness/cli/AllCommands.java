// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command {@code pseries} with all its subcommands.
 *
 * <p>picocli finds out what a command takes by reflection, which for all of them is most of a short
 * command's start. So a command line has only the subcommand that its arguments name; all of them
 * where there is something to tell of all: help, or a name that none of them has.
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

  private static final List<String> VERSION = List.of("-V", "--version");

  /** As much of the command line as {@code args} need. */
  static CommandLine lineFor(String... args) {
    List<String> words = Arrays.stream(args).dropWhile("--debug"::equals).toList();
    if (words.size() == 1 && VERSION.contains(words.getFirst())) {
      return new CommandLine(new Pseries());
    }
    if (!words.isEmpty()) {
      for (Class<?> subcommand : AllCommands.class.getAnnotation(Command.class).subcommands()) {
        if (subcommand.getAnnotation(Command.class).name().equals(words.getFirst())) {
          return new CommandLine(new Pseries()).addSubcommand(subcommand);
        }
      }
    }
    return new CommandLine(new AllCommands());
  }
}
