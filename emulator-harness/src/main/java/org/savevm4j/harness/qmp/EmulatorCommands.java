// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.RunStatus;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;
import org.savevm4j.harness.transport.Listener;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The commands that run, stop and look at an emulator, and the monitor that serves all of them. */
public final class EmulatorCommands {

  private static final String COMMAND_LINE = "command-line";
  private static final String CPU_INDEX = "cpu-index";

  private static final QmpObject STATUS =
      QmpObject.of(
          QmpMember.required(
              "status",
              new Word(Arrays.stream(RunStatus.values()).map(RunStatus::qemuName).toList())),
          QmpMember.required("running", Plain.BOOLEAN));

  private static final QmpObject CHECK =
      QmpObject.of(
          QmpMember.required("mappings", Plain.INTEGER),
          QmpMember.required("checked", Plain.INTEGER),
          QmpMember.required("mismatches", Plain.INTEGER),
          QmpMember.required("updates", Plain.INTEGER));

  private EmulatorCommands() {}

  /**
   * Serves all commands of {@code emulator} on {@code listener}.
   *
   * @param human executes lines of the human monitor
   * @param quit told when a client wants the emulator to end; returns at once
   */
  public static QmpServer serve(
      Emulator emulator, Listener listener, HumanMonitorLines human, Runnable quit) {
    List<QmpCommand> commands = new ArrayList<>(list(emulator, human, quit));
    commands.addAll(MachineCommands.list(emulator));
    commands.addAll(MigrationCommands.list(emulator));
    commands.addAll(SnapshotCommands.list(emulator));
    commands.addAll(ObjectCommands.list(emulator));
    return QmpServer.start(listener, commands);
  }

  private static List<QmpCommand> list(Emulator emulator, HumanMonitorLines human, Runnable quit) {
    return List.of(
        QmpCommand.query("query-version", QmpVersion.TYPE, _ -> QmpVersion.toJson()),
        QmpCommand.query("query-status", STATUS, _ -> status(emulator.status())),
        QmpCommand.order("stop", _ -> emulator.stop()),
        QmpCommand.order("cont", _ -> emulator.cont()),
        QmpCommand.order("system_reset", _ -> emulator.systemReset()),
        QmpCommand.order("quit", _ -> quit.run()),
        QmpCommand.query(
            "human-monitor-command",
            Plain.STRING,
            arguments -> StringNode.valueOf(execute(emulator, human, arguments)),
            QmpMember.required(COMMAND_LINE, Plain.STRING),
            QmpMember.optional(CPU_INDEX, Plain.INTEGER)),
        QmpCommand.query("x-guest-check", CHECK, _ -> guestCheck(emulator)));
  }

  /** Lines end as QEMU's do, which clients may look for. */
  private static String execute(Emulator emulator, HumanMonitorLines human, ObjectNode arguments)
      throws QmpException {
    long cpu = arguments.path(CPU_INDEX).asLong(0);
    int cpus = emulator.machine().vcpuThreads().size();
    if (cpu < 0 || cpu >= cpus) {
      throw new QmpException("Parameter '" + CPU_INDEX + "' must be 0 to " + (cpus - 1));
    }
    return human.execute(arguments.get(COMMAND_LINE).stringValue(), cpu).replace("\n", "\r\n");
  }

  private static ObjectNode status(RunStatus status) {
    return JsonStream.MAPPER
        .createObjectNode()
        .put("status", status.qemuName())
        .put("running", status.running());
  }

  private static ObjectNode guestCheck(Emulator emulator) throws EmulatorException {
    GuestCheckResult result = emulator.guestCheck();
    return JsonStream.MAPPER
        .createObjectNode()
        .put("mappings", result.mappings())
        .put("checked", result.checked())
        .put("mismatches", result.mismatches())
        .put("updates", result.updates());
  }
}
