// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AllCommandsTest {

  private static final Set<String> ALL =
      Set.of("demo", "run", "analyze", "htab", "translate", "rewrite", "relay", "claims", "bench");

  @ParameterizedTest
  @CsvSource({
    "analyze FILE, analyze",
    "--debug analyze FILE, analyze",
    "htab dump FILE, htab",
    "run --incoming analyze, run",
  })
  void onlyTheSubcommandThatIsNamedIsMade(String line, String name) {
    assertEquals(Set.of(name), namesFor(line.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "--debug --version"})
  void versionNeedsNoSubcommand(String line) {
    assertEquals(Set.of(), namesFor(line.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--debug", "fly", "--version demo", "--fly", "@file"})
  void allAreMadeWhereNoneIsNamed(String line) {
    assertEquals(ALL, namesFor(line.split(" ")));
    assertEquals(ALL, namesFor(), "no argument at all");
  }

  @Test
  void helpIsTheSameWhetherOthersAreMadeOrNot() {
    Map<String, CommandLine> all = Pseries.commandLine().getSubcommands();
    assertEquals(ALL, all.keySet());
    all.forEach((name, command) -> assertSameHelp(command, alone(name).getSubcommands().get(name)));
  }

  private static void assertSameHelp(CommandLine one, CommandLine other) {
    assertEquals(one.getUsageMessage(), other.getUsageMessage());
    assertEquals(namesOf(one), namesOf(other), one.getCommandName());
    one.getSubcommands()
        .forEach((name, command) -> assertSameHelp(command, other.getSubcommands().get(name)));
  }

  private static CommandLine alone(String name) {
    return Pseries.commandLine(name, "--help");
  }

  private static Set<String> namesFor(String... args) {
    return Pseries.commandLine(args).getSubcommands().keySet();
  }

  private static List<String> namesOf(CommandLine command) {
    return new ArrayList<>(command.getSubcommands().keySet());
  }
}
