// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.board.BadSection;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.Misdeed;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.qmp.EmulatorCommands;
import org.savevm4j.harness.qmp.EmulatorEvents;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.qmp.QmpServer;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plugin breaks its word that its commit cannot fail while a snapshot is loaded: the machine is a
 * mixture then, and must not run.
 */
@Timeout(60)
class PartLoadedTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LEFT =
      "; the machine is left part loaded, and stays paused: load a snapshot again, or start an"
          + " emulator anew";
  private static final String REFUSAL =
      "the machine is part loaded, by a load that failed: load a snapshot again, or start an"
          + " emulator anew";
  private static final String NOT_BACK =
      "section acme/bad has not come back since an earlier save or load (in commit, from ";
  private static final String PAUSED = "VM status: paused\n";

  @TempDir private Path folder;
  private BadSection bad;
  private Emulator emulator;
  private HumanMonitor monitor;
  private QmpServer server;
  private QmpClient client;

  private void boot(Misdeed misdeed) throws Exception {
    bad = new BadSection(misdeed, "commit");
    emulator =
        Emulator.open(
            new EmulatorOptions(
                    64 << 20, 1, null, null, false, new GuestOptions(Workload.MIX, 20_000, 7, 96))
                .withSnapshots(folder.resolve("snapshots"))
                .withPlugins(List.of(bad)));
    monitor = new HumanMonitor(emulator, false, () -> {});
    server =
        EmulatorCommands.serve(
            emulator,
            MigrationUri.parse("unix:" + folder.resolve("qmp")).listen(),
            monitor::execute,
            () -> {});
    emulator.addListener(new EmulatorEvents(emulator, server));
    emulator.start();
    client = QmpClient.connect(server.uri());
    assertEquals("", monitor.execute("migrate_set_parameter x-stall-timeout 1000"));
    assertEquals("", monitor.execute("savevm a"));
  }

  @AfterEach
  void close() throws Exception {
    bad.behave();
    client.close();
    server.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({"THROWS, a fault in commit", "HANGS, does nothing for 1000 ms"})
  void machineStaysPausedUntilASnapshotIsLoadedWhole(Misdeed misdeed, String reason)
      throws Exception {
    boot(misdeed);
    requireTells(reason, monitor.execute("loadvm a"));
    requireStaysPaused();
    if (misdeed == Misdeed.HANGS) {
      String again = monitor.execute("loadvm a");
      assertTrue(again.contains(NOT_BACK), again);
      requireStaysPaused();
    }
    bad.behave();
    String end;
    do {
      end = monitor.execute("loadvm a");
      // the call that was given up may be just coming back
    } while (end.contains(NOT_BACK));
    assertEquals("", end);
    assertEquals(PAUSED, monitor.execute("info status"), "as it was before this load");
    assertEquals("", monitor.execute("cont"));
    requireRunsWhole();
  }

  @ParameterizedTest
  @EnumSource(names = {"THROWS", "HANGS"})
  void jobTellsTheSameAndAResetDoesNotMakeTheMachineWhole(Misdeed misdeed) throws Exception {
    boot(misdeed);
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    client.execute("snapshot-load", arguments.put("job-id", "l").put("tag", "a"));
    String status;
    do {
      JsonNode event = client.awaitEvent("JOB_STATUS_CHANGE", LIMIT);
      assertNotNull(event, "the job does not end");
      status = event.path("data").path("status").asString();
    } while (!status.equals("concluded"));
    requireTells(
        misdeed == Misdeed.THROWS ? "a fault in commit" : "does nothing for 1000 ms",
        client.execute("query-jobs").get(0).path("error").asString());
    requireStaysPaused();
    if (misdeed == Misdeed.HANGS) {
      String refusal = refusal("system_reset");
      assertTrue(refusal.contains(NOT_BACK), refusal);
      requireStaysPaused();
    }
    bad.behave();
    String end;
    do {
      end = monitor.execute("system_reset");
    } while (end.contains(NOT_BACK));
    assertEquals("", end);
    requireStaysPaused();
    assertEquals("", monitor.execute("loadvm a"));
    client.execute("cont");
    requireRunsWhole();
  }

  private static void requireTells(String reason, String line) {
    assertTrue(line.startsWith("snapshot 'a' cannot be loaded: section acme/bad"), line);
    assertTrue(line.contains(reason), line);
    assertTrue(line.contains(" (in commit, from "), line);
    assertTrue(line.strip().endsWith(LEFT), line);
    assertEquals(1, line.lines().count(), line);
  }

  /** Nothing lets the mixture run, saves it, or sends it away. */
  private void requireStaysPaused() throws Exception {
    assertEquals(REFUSAL + "\n", monitor.execute("cont"));
    assertEquals(REFUSAL, refusal("cont"));
    assertEquals(REFUSAL + "\n", monitor.execute("savevm b"));
    Path away = folder.resolve("away");
    assertEquals(REFUSAL + "\n", monitor.execute("migrate file:" + away));
    assertTrue(Files.notExists(away), "nothing is sent");
    assertEquals(PAUSED, monitor.execute("info status"));
    assertEquals("paused", client.execute("query-status").path("status").asString());
  }

  private void requireRunsWhole() throws Exception {
    assertEquals("VM status: running\n", monitor.execute("info status"));
    JsonNode check = client.execute("x-guest-check");
    assertTrue(check.path("checked").asLong() > 0, check.toString());
    assertEquals(0, check.path("mismatches").asLong(-1), check.toString());
    assertEquals("", monitor.execute("savevm b"));
    assertEquals("", monitor.execute("loadvm b"));
    assertEquals("VM status: running\n", monitor.execute("info status"));
  }

  private String refusal(String command) {
    return assertThrows(QmpException.class, () -> client.execute(command)).desc();
  }
}
