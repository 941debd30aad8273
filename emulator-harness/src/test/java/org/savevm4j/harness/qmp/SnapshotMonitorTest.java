// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Snapshots over QMP; what is expected is what QEMU 10.0 answered to the same. */
@Timeout(60)
class SnapshotMonitorTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<String> WENT_WELL =
      List.of("created", "running", "waiting", "pending", "concluded");
  private static final List<String> FAILED = List.of("created", "running", "aborting", "concluded");

  @TempDir private Path folder;
  private Emulator emulator;
  private QmpServer server;
  private QmpClient client;

  @BeforeEach
  void start() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.MIX, 1000, 1, 96);
    emulator =
        Emulator.open(
            new EmulatorOptions(64 << 20, 1, null, null, false, guest)
                .withSnapshots(folder.resolve("snapshots")));
    server =
        EmulatorCommands.serve(
            emulator,
            MigrationUri.parse("unix:" + folder.resolve("qmp")).listen(),
            (line, cpu) -> line + " of CPU " + cpu,
            () -> {});
    emulator.addListener(new EmulatorEvents(emulator, server));
    emulator.start();
    client = QmpClient.connect(server.uri());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    emulator.close();
  }

  @Test
  void savesLoadsAndDeletesAsJobsThatStayUntilTheyAreDismissed() throws Exception {
    order("snapshot-save", "s1", "t", ",'vmstate':'d','devices':['d']");
    assertEquals(WENT_WELL, statuses("s1", "concluded"));
    assertNotNull(client.awaitEvent("STOP", Duration.ZERO), "the guest stood for a moment");
    assertNotNull(client.awaitEvent("RESUME", Duration.ZERO));
    order("snapshot-load", "l1", "t", ",'vmstate':'d','devices':['d']");
    assertEquals(WENT_WELL, statuses("l1", "concluded"));
    order("snapshot-delete", "d1", "t", ",'devices':['d']");
    assertEquals(WENT_WELL, statuses("d1", "concluded"));
    assertEquals(
        """
        [{'current-progress':1,'status':'concluded','total-progress':1,'type':'snapshot-delete','id':'d1'},\
        {'current-progress':1,'status':'concluded','total-progress':1,'type':'snapshot-load','id':'l1'},\
        {'current-progress':1,'status':'concluded','total-progress':1,'type':'snapshot-save','id':'s1'}]\
        """,
        ask("query-jobs", "{}"));
    for (String id : List.of("s1", "l1", "d1")) {
      assertEquals("{}", ask("job-dismiss", "{'id':'" + id + "'}"));
      assertEquals(List.of("null"), statuses(id, "null"));
    }
    assertEquals("[]", ask("query-jobs", "{}"));
    assertEquals("running", client.execute("query-status").path("status").asString());
    assertEquals(0, client.execute("x-guest-check").path("mismatches").asLong(-1));
  }

  @Test
  void refusesATagThatThereIsInTheJobAndKeepsTheSnapshot() throws Exception {
    order("snapshot-save", "s1", "t", "");
    statuses("s1", "concluded");
    String before = ask("x-query-snapshots", "{}");
    order("snapshot-save", "s2", "t", "");
    assertEquals(FAILED, statuses("s2", "concluded"));
    JsonNode failed = client.execute("query-jobs").get(0);
    assertEquals("s2", failed.path("id").asString());
    assertEquals("there is a snapshot 't' already", failed.path("error").asString());
    assertEquals(before, ask("x-query-snapshots", "{}"));
  }

  @Test
  void failsToLoadWhatThereIsNotButDeletesIt() throws Exception {
    order("snapshot-load", "l1", "none", "");
    assertEquals(FAILED, statuses("l1", "concluded"));
    order("snapshot-delete", "d1", "none", "");
    assertEquals(WENT_WELL, statuses("d1", "concluded"));
    assertEquals("running", client.execute("query-status").path("status").asString());
  }

  @Test
  void refusesIdsThatAreNoneOrTakenAndDismissesOnlyWhatThereIs() throws Exception {
    order("snapshot-save", "s1", "t", "");
    refuses("snapshot-save", "{'job-id':'s1','tag':'u'}", "there is a job 's1' already");
    refuses("snapshot-save", "{'job-id':'1 x','tag':'u'}", "'1 x' is no job id");
    refuses("snapshot-save", "{'job-id':'','tag':'u'}", "'' is no job id");
    refuses("snapshot-save", "{'tag':'u'}", "Parameter 'job-id' is missing");
    refuses("snapshot-save", "{'job-id':'s3'}", "Parameter 'tag' is missing");
    refuses(
        "snapshot-save",
        "{'job-id':'s3','tag':'u','devices':[1]}",
        "'devices[0]' must be a string");
    refuses("snapshot-delete", "{'job-id':'s3','tag':'u','vmstate':'d'}", "'vmstate' is unknown");
    refuses("job-dismiss", "{'id':'s2'}", "there is no job 's2'");
    statuses("s1", "concluded");
    assertEquals("{}", ask("job-dismiss", "{'id':'s1'}"));
    refuses("job-dismiss", "{'id':'s1'}", "there is no job 's1'");
  }

  @Test
  void listsSnapshotsAsQemuListsThoseOfAnImage() throws Exception {
    order("snapshot-save", "s1", "a \\u20ac", "");
    statuses("s1", "concluded");
    JsonNode snapshot = client.execute("x-query-snapshots").get(0);
    assertEquals("1", snapshot.path("id").asString());
    assertEquals("a \u20ac", snapshot.path("name").asString());
    for (String figure :
        List.of("vm-state-size", "date-sec", "date-nsec", "vm-clock-sec", "vm-clock-nsec")) {
      assertTrue(snapshot.path(figure).isIntegralNumber(), snapshot.toString());
    }
    assertFalse(snapshot.has("icount"));
  }

  private void order(String command, String id, String tag, String more) throws Exception {
    String arguments = "{'job-id':'%s','tag':'%s'%s}".formatted(id, tag, more);
    assertEquals("{}", ask(command, arguments));
  }

  /** A job's statuses from the next one on until {@code last}. */
  private List<String> statuses(String id, String last) throws Exception {
    List<String> statuses = new ArrayList<>();
    do {
      JsonNode event = client.awaitEvent("JOB_STATUS_CHANGE", LIMIT);
      assertNotNull(event, () -> "after " + statuses);
      assertEquals(id, event.path("data").path("id").asString());
      statuses.add(event.path("data").path("status").asString());
    } while (!statuses.getLast().equals(last));
    return statuses;
  }

  private void refuses(String command, String arguments, String reason) {
    QmpException refusal =
        assertThrows(QmpException.class, () -> client.execute(command, object(arguments)));
    assertTrue(refusal.desc().contains(reason), refusal.desc());
  }

  /** The answer, with apostrophes in place of quotes. */
  private String ask(String command, String arguments) throws Exception {
    return client.execute(command, object(arguments)).toString().replace('"', '\'');
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) JsonStream.MAPPER.readTree(json.replace('\'', '"'));
  }
}
