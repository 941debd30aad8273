// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.RunStatus;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.transport.Listener;
import tools.jackson.databind.node.ObjectNode;

/** The commands that run, stop and look at an emulator, and the monitor that serves all of them. */
public final class EmulatorCommands {

  private EmulatorCommands() {}

  /**
   * Serves all commands of {@code emulator} on {@code listener}.
   *
   * @param quit told when a client wants the emulator to end; returns at once
   */
  public static QmpServer serve(Emulator emulator, Listener listener, Runnable quit) {
    List<QmpCommand> commands = new ArrayList<>(list(emulator, quit));
    commands.addAll(MigrationCommands.list(emulator));
    return QmpServer.start(listener, commands);
  }

  private static List<QmpCommand> list(Emulator emulator, Runnable quit) {
    return List.of(
        QmpCommand.query("query-version", _ -> QmpVersion.toJson()),
        QmpCommand.query("query-status", _ -> status(emulator.status())),
        QmpCommand.order("stop", _ -> emulator.stop()),
        QmpCommand.order("cont", _ -> emulator.cont()),
        QmpCommand.order("quit", _ -> quit.run()),
        QmpCommand.query("x-guest-check", _ -> guestCheck(emulator)));
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
