// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.MigrationParameter;
import org.savevm4j.harness.board.SwitchParameter;
import org.savevm4j.harness.board.TextParameter;

/** What the words of the commands that migrate can be. */
final class MigrateChoices {

  static final List<String> SWITCH = List.of("on", "off");

  private static final List<String> SCHEMES = List.of("tcp:", "unix:", "file:", "exec:");

  private MigrateChoices() {}

  /** Of a URI. */
  static List<String> place(List<String> given) {
    return given.isEmpty() ? SCHEMES : List.of();
  }

  /** Of {@code migrate}. */
  static List<String> migrate(List<String> given) {
    if (given.isEmpty()) {
      return Stream.concat(Stream.of(MigrateCommands.DETACHED), SCHEMES.stream()).toList();
    }
    return given.equals(List.of(MigrateCommands.DETACHED)) ? SCHEMES : List.of();
  }

  /** Of {@code migrate_set_capability}. */
  static List<String> capability(Emulator emulator, List<String> given) {
    return switch (given.size()) {
      case 0 -> List.copyOf(emulator.capabilities().keySet());
      case 1 -> SWITCH;
      default -> List.of();
    };
  }

  /** Of {@code migrate_set_parameter}: on and off, or the value that it has, to be changed. */
  static List<String> parameter(Emulator emulator, List<String> given) {
    if (given.isEmpty()) {
      return parameters();
    }
    if (given.size() > 1) {
      return List.of();
    }
    String name = given.getFirst();
    if (Arrays.stream(SwitchParameter.values()).anyMatch(each -> each.qemuName().equals(name))) {
      return SWITCH;
    }
    return Arrays.stream(MigrationParameter.values())
        .filter(each -> each.qemuName().equals(name))
        .map(each -> value(emulator, each))
        .toList();
  }

  /** Names of all parameters. */
  static List<String> parameters() {
    return Stream.of(
            Arrays.stream(MigrationParameter.values()).map(MigrationParameter::qemuName),
            Arrays.stream(SwitchParameter.values()).map(SwitchParameter::qemuName),
            Arrays.stream(TextParameter.values()).map(TextParameter::qemuName))
        .flatMap(each -> each)
        .toList();
  }

  /** As the command takes it: of a bandwidth, a number alone would be MiB. */
  private static String value(Emulator emulator, MigrationParameter parameter) {
    long value = parameter.of(emulator.parameters());
    return value + (parameter == MigrationParameter.MAX_BANDWIDTH ? "B" : "");
  }
}
