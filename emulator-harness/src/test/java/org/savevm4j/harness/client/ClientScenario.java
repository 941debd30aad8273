// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a client does with a machine: look at it, save it, load it, begin to migrate it, think
 * better of it, migrate it, and end both.
 */
public final class ClientScenario {

  /** What a client of QEMU 10 sees, line by line. */
  public static final List<String> SEEN =
      List.of(
          "speaks QMP of 10.0",
          "booted: running",
          "stop: STOP, paused",
          "cont: RESUME, running",
          "snapshot-save: created running waiting pending concluded, job without error, null",
          "snapshot-save: created running aborting concluded, job with error, null",
          "snapshot-load: created running waiting pending concluded, job without error, null",
          "snapshot-delete: created running waiting pending concluded, job without error, null",
          "jobs left: 0; running",
          "destination: inmigrate, setup on 127.0.0.1",
          "migrate: setup active",
          "under way: active, bytes left",
          "migrate_cancel: cancelling cancelled",
          "cancelled: running; the destination ended with 1",
          "destination: inmigrate, setup on 127.0.0.1",
          "migrate: setup active device completed",
          "STOP at the source, RESUME at the destination",
          "source: completed, postmigrate, downtime known",
          "destination: completed, running",
          "quit: SHUTDOWN host-qmp-quit, ended with 0",
          "quit: SHUTDOWN host-qmp-quit, ended with 0");

  /** Slow enough that RAM takes many seconds. */
  private static final int SLOW = 20_000;

  private static final String EVENTS = "{'capabilities':[{'capability':'events','state':true}]}";

  private final ClientMachine.Starter starter;
  private final Path folder;
  private final List<String> seen = new ArrayList<>();
  private int machines;

  private ClientScenario(ClientMachine.Starter starter, Path folder) {
    this.starter = starter;
    this.folder = folder;
  }

  /**
   * Does it with machines of one kind, whose sockets lie in {@code folder}; answers what it saw.
   */
  public static List<String> play(ClientMachine.Starter starter, Path folder) throws Exception {
    ClientScenario scenario = new ClientScenario(starter, folder);
    scenario.play();
    return scenario.seen;
  }

  private void play() throws Exception {
    try (ClientMachine machine = start(false);
        SocketClient client = SocketClient.connect(machine.socket(), machine.process())) {
      JsonNode version = client.next().path("QMP").path("version").path("qemu");
      seen("speaks QMP of " + version.path("major") + "." + version.path("minor"));
      client.execute("qmp_capabilities");
      seen("booted: " + status(client));
      stopAndGoOn(client);
      snapshots(client);
      client.execute("migrate-set-capabilities", EVENTS);
      migrateAndCancel(client);
      migrate(machine, client);
    }
  }

  private void stopAndGoOn(SocketClient client) throws Exception {
    client.execute("stop");
    client.event("STOP");
    seen("stop: STOP, " + status(client));
    client.execute("cont");
    client.event("RESUME");
    seen("cont: RESUME, " + status(client));
  }

  private void snapshots(SocketClient client) throws Exception {
    String vmstate = ",'vmstate':'disk'";
    job(client, "snapshot-save", vmstate);
    job(client, "snapshot-save", vmstate);
    job(client, "snapshot-load", vmstate);
    job(client, "snapshot-delete", "");
    seen("jobs left: %d; %s".formatted(client.execute("query-jobs").size(), status(client)));
  }

  private void job(SocketClient client, String command, String more) throws Exception {
    String id = "job" + seen.size();
    client.execute(
        command, "{'job-id':'%s','tag':'a tag','devices':['disk']%s}".formatted(id, more));
    String statuses = statuses(client, "JOB_STATUS_CHANGE", "concluded");
    JsonNode job = client.execute("query-jobs").path(0);
    assertEquals(id, job.path("id").asString(), job::toString);
    assertEquals(command, job.path("type").asString(), job::toString);
    client.execute("job-dismiss", "{'id':'%s'}".formatted(id));
    seen(
        "%s: %s, job %s error, %s"
            .formatted(
                command,
                statuses,
                job.has("error") ? "with" : "without",
                statuses(client, "JOB_STATUS_CHANGE", "null")));
  }

  private void migrateAndCancel(SocketClient client) throws Exception {
    client.execute("migrate-set-parameters", "{'max-bandwidth':%d}".formatted(SLOW));
    try (ClientMachine machine = start(true);
        SocketClient destination = SocketClient.connect(machine.socket(), machine.process())) {
      client.execute("migrate", "{'uri':'%s'}".formatted(listen(destination)));
      seen("migrate: " + statuses(client, "MIGRATION", "active"));
      JsonNode report = client.execute("query-migrate");
      while (word(report).equals("active") && report.path("ram").path("remaining").asLong() == 0) {
        // nothing was counted yet
        report = client.execute("query-migrate");
      }
      seen("under way: " + word(report) + ", bytes left");
      client.execute("migrate_cancel");
      seen("migrate_cancel: " + statuses(client, "MIGRATION", "cancelled"));
      assertEquals("cancelled", word(client.execute("query-migrate")));
      seen(
          "cancelled: %s; the destination ended with %d"
              .formatted(status(client), machine.awaitExit()));
    }
    client.execute("migrate-set-parameters", "{'max-bandwidth':0}");
  }

  private void migrate(ClientMachine machine, SocketClient client) throws Exception {
    try (ClientMachine other = start(true);
        SocketClient destination = SocketClient.connect(other.socket(), other.process())) {
      client.execute("migrate", "{'uri':'%s'}".formatted(listen(destination)));
      seen("migrate: " + statuses(client, "MIGRATION", "completed"));
      client.event("STOP");
      destination.event("RESUME");
      seen("STOP at the source, RESUME at the destination");
      JsonNode report = client.execute("query-migrate");
      assertTrue(report.path("downtime").isIntegralNumber(), report::toString);
      assertEquals(0, report.path("ram").path("remaining").asLong(1), report::toString);
      seen("source: %s, %s, downtime known".formatted(word(report), statusAfterMove(client)));
      statuses(destination, "MIGRATION", "completed");
      seen(
          "destination: %s, %s"
              .formatted(word(destination.execute("query-migrate")), status(destination)));
      quit(machine, client);
      quit(other, destination);
    }
  }

  private void quit(ClientMachine machine, SocketClient client) throws Exception {
    client.execute("quit");
    JsonNode shutdown = client.event("SHUTDOWN");
    assertFalse(shutdown.path("guest").asBoolean(true), shutdown::toString);
    client.end();
    seen(
        "quit: SHUTDOWN %s, ended with %d"
            .formatted(shutdown.path("reason").asString(), machine.awaitExit()));
  }

  private ClientMachine start(boolean incoming) throws Exception {
    Path socket = folder.resolve("qmp" + machines++);
    return new ClientMachine(socket, starter.start(socket, incoming));
  }

  /** Has a destination listen; answers the URI to migrate to. */
  private String listen(SocketClient destination) throws Exception {
    destination.next();
    destination.execute("qmp_capabilities");
    destination.execute("migrate-set-capabilities", EVENTS);
    String before = status(destination);
    destination.execute("migrate-incoming", "{'uri':'tcp:127.0.0.1:0'}");
    JsonNode report = destination.execute("query-migrate");
    JsonNode address = report.path("socket-address").path(0);
    assertEquals("inet", address.path("type").asString(), report::toString);
    String host = address.path("host").asString();
    seen("destination: %s, %s on %s".formatted(before, word(report), host));
    return "tcp:" + host + ":" + address.path("port").asString();
  }

  private static String statuses(SocketClient client, String event, String last)
      throws InterruptedException {
    List<String> statuses = new ArrayList<>();
    do {
      statuses.add(word(client.event(event)));
    } while (!statuses.getLast().equals(last) && statuses.size() < 10);
    return String.join(" ", statuses);
  }

  private static String status(SocketClient client) throws Exception {
    JsonNode status = client.execute("query-status");
    assertEquals(
        word(status).equals("running"), status.path("running").asBoolean(), status::toString);
    return word(status);
  }

  /** QEMU tells that a migration is completed a moment before it says what its machine is then. */
  private static String statusAfterMove(SocketClient client) throws Exception {
    String status = status(client);
    while (status.equals("finish-migrate")) {
      status = status(client);
    }
    return status;
  }

  private static String word(JsonNode report) {
    return report.path("status").asString("none");
  }

  private void seen(String line) {
    seen.add(line);
  }
}
