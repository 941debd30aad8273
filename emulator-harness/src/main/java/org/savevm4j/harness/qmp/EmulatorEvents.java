// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import org.savevm4j.harness.board.Capabilities;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorListener;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends what happens to an emulator as events: {@code STOP} (as in QEMU also when the guest fails,
 * and {@code query-status} says so), {@code RESUME}, {@code RESET}, {@code JOB_STATUS_CHANGE}, and
 * with capability {@code events} also {@code MIGRATION} and {@code MIGRATION_PASS}. Only queues, on
 * any thread.
 */
public final class EmulatorEvents implements EmulatorListener {

  private final Emulator emulator;
  private final QmpServer server;

  public EmulatorEvents(Emulator emulator, QmpServer server) {
    this.emulator = emulator;
    this.server = server;
  }

  @Override
  public void stopped() {
    server.event(QmpEvent.STOP, null);
  }

  @Override
  public void resumed() {
    server.event(QmpEvent.RESUME, null);
  }

  @Override
  public void reset() {
    server.event(QmpEvent.RESET, ended(ShutdownCause.SYSTEM_RESET));
  }

  @Override
  public void job(String id, String status) {
    server.event(
        QmpEvent.JOB_STATUS_CHANGE,
        JsonStream.MAPPER.createObjectNode().put("status", status).put("id", id));
  }

  @Override
  public void migration(String status) {
    if (wanted()) {
      server.event(QmpEvent.MIGRATION, JsonStream.MAPPER.createObjectNode().put("status", status));
    }
  }

  @Override
  public void pass(long pass) {
    if (wanted()) {
      server.event(QmpEvent.MIGRATION_PASS, JsonStream.MAPPER.createObjectNode().put("pass", pass));
    }
  }

  /** Sends {@code SHUTDOWN}, behind the reply to the command that runs. */
  public void shutdown(ShutdownCause reason) {
    server.eventAfterReply(QmpEvent.SHUTDOWN, ended(reason));
  }

  /** What ended the guest's life: never the guest itself here. */
  private static ObjectNode ended(ShutdownCause reason) {
    return JsonStream.MAPPER
        .createObjectNode()
        .put("guest", false)
        .put("reason", reason.qemuName());
  }

  private boolean wanted() {
    return emulator.capabilities().getOrDefault(Capabilities.EVENTS, false);
  }
}
