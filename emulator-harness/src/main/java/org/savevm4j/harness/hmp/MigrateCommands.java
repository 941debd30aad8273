// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.MigrationInfo;
import org.savevm4j.harness.board.MigrationParameter;
import org.savevm4j.harness.board.ParameterChange;
import org.savevm4j.harness.board.SwitchParameter;
import org.savevm4j.harness.board.TextParameter;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.text.OneLine;

/** The commands that migrate. */
final class MigrateCommands {

  static final String DETACHED = "-d";
  private static final String ON = "on";
  private static final String OFF = "off";

  private MigrateCommands() {}

  static List<HmpCommand> list(Emulator emulator, boolean waits, Supplier<Progress> display) {
    return List.of(
        HmpCommand.query(
                "migrate",
                "[-d] URI",
                "migrate to URI; -d: do not wait for the end",
                line -> migrate(emulator, waits, display, line))
            .with(MigrateChoices::migrate),
        HmpCommand.order(
            "migrate_cancel", "", "end the migration under way", _ -> emulator.migrateCancel()),
        HmpCommand.order(
                "migrate_incoming",
                "URI",
                "listen there for the guest, after --incoming defer",
                line -> emulator.migrateIncoming(line.last()))
            .with(MigrateChoices::place),
        HmpCommand.query(
            "info migrate",
            "",
            "how the migration goes or went",
            _ -> MigrationText.of(emulator.queryMigrate(), emulator.listensOn())),
        HmpCommand.order(
                "migrate_set_parameter",
                "NAME VALUE",
                "set a parameter; max-bandwidth is in MiB a second, or has B, K, M, G, T",
                line -> set(emulator, line))
            .with(given -> MigrateChoices.parameter(emulator, given)),
        HmpCommand.query(
            "info migrate_parameters",
            "",
            "the parameters of migrations",
            _ -> parameters(emulator.parameters())),
        HmpCommand.order(
                "migrate_set_capability",
                "NAME on|off",
                "set or clear a capability",
                line -> setCapability(emulator, line))
            .with(given -> MigrateChoices.capability(emulator, given)),
        HmpCommand.query(
            "info migrate_capabilities",
            "",
            "the capabilities of migrations",
            _ -> capabilities(emulator)));
  }

  private static String migrate(
      Emulator emulator, boolean waits, Supplier<Progress> display, HmpLine line)
      throws HmpException, EmulatorException {
    boolean detached = line.words().getFirst().equals(DETACHED);
    if (detached != (line.words().size() == 2)) {
      throw new HmpException("use: migrate [-d] URI");
    }
    if (!detached && waits) {
      MigrationInfo end = AwaitedMigration.run(emulator, line.last(), display);
      return end.errorDesc() == null ? "" : OneLine.of(end.errorDesc()) + "\n";
    }
    emulator.migrate(line.last());
    return detached ? "" : "this monitor cannot wait: the migration goes on by itself\n";
  }

  private static void set(Emulator emulator, HmpLine line) throws HmpException, EmulatorException {
    String name = line.words().getFirst();
    for (MigrationParameter parameter : MigrationParameter.values()) {
      if (parameter.qemuName().equals(name)) {
        long value =
            parameter == MigrationParameter.MAX_BANDWIDTH
                ? ByteCount.parse(line.last(), 'M')
                : line.lastNumber();
        emulator.parameters(ParameterChange.of(parameter, value));
        return;
      }
    }
    for (SwitchParameter parameter : SwitchParameter.values()) {
      if (parameter.qemuName().equals(name)) {
        emulator.parameters(ParameterChange.of(parameter, isOn(line.last())));
        return;
      }
    }
    for (TextParameter parameter : TextParameter.values()) {
      if (parameter.qemuName().equals(name)) {
        emulator.parameters(ParameterChange.of(parameter, line.last()));
        return;
      }
    }
    throw new HmpException(
        "there is no migration parameter '"
            + name
            + "'; there are "
            + String.join(", ", MigrateChoices.parameters()));
  }

  private static void setCapability(Emulator emulator, HmpLine line)
      throws HmpException, EmulatorException {
    emulator.capability(line.words().getFirst(), isOn(line.last()));
  }

  private static boolean isOn(String state) throws HmpException {
    if (!state.equals(ON) && !state.equals(OFF)) {
      throw new HmpException("'" + state + "' is neither on nor off");
    }
    return state.equals(ON);
  }

  private static String capabilities(Emulator emulator) {
    return HmpCommand.lines(
        emulator.capabilities().entrySet().stream()
            .map(each -> each.getKey() + ": " + (each.getValue() ? ON : OFF))
            .toArray(String[]::new));
  }

  private static String parameters(MigrationParameters set) {
    return HmpCommand.lines(
        Stream.of(
                Arrays.stream(MigrationParameter.values())
                    .map(each -> each.qemuName() + ": " + each.of(set) + " " + each.unit()),
                Arrays.stream(SwitchParameter.values())
                    .map(each -> each.qemuName() + ": " + (each.of(set) ? ON : OFF)),
                Arrays.stream(TextParameter.values())
                    .map(each -> each.qemuName() + ": '" + OneLine.of(each.of(set)) + "'"))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }
}
