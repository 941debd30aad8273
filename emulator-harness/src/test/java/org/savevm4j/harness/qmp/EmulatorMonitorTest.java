// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.tls.Certificates;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands of {@code pseries run}, against an emulator in this process. */
@Timeout(60)
class EmulatorMonitorTest {

  private static final String THROTTLE =
      "\"cpu-throttle-initial\":20,\"cpu-throttle-increment\":10,"
          + "\"max-cpu-throttle\":99,\"throttle-trigger-threshold\":50,"
          + "\"x-stall-timeout\":30000,\"x-keep-alive\":10,\"cpu-throttle-tailslow\":false,"
          + "\"tls-creds\":\"\",\"tls-hostname\":\"\"}";

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

  @TempDir private Path folder;
  private final CountDownLatch quit = new CountDownLatch(1);
  private Emulator emulator;
  private QmpServer server;
  private QmpClient client;

  @BeforeEach
  void start() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.MIX, 1000, 1, 96);
    emulator = Emulator.open(new EmulatorOptions(64 << 20, 1, null, null, true, guest));
    server =
        EmulatorCommands.serve(
            emulator,
            MigrationUri.parse("unix:" + folder.resolve("qmp")).listen(),
            (line, cpu) -> line + " of CPU " + cpu,
            quit::countDown);
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
  void runsAndStopsTheGuestAndTellsOfIt() throws Exception {
    assertEquals(
        "{\"status\":\"prelaunch\",\"running\":false}", client.execute("query-status").toString());
    client.execute("cont");
    assertNotNull(client.awaitEvent("RESUME", LIMIT));
    assertEquals(
        "{\"status\":\"running\",\"running\":true}", client.execute("query-status").toString());
    client.execute("stop");
    assertNotNull(client.awaitEvent("STOP", LIMIT));
    assertEquals(
        "{\"status\":\"paused\",\"running\":false}", client.execute("query-status").toString());
  }

  @Test
  void failureOfTheGuestIsAStop() throws Exception {
    EmulatorEvents events = new EmulatorEvents(emulator, server);
    events.stopped();
    events.failed("wrong page");
    assertNotNull(client.awaitEvent("STOP", LIMIT));
  }

  @Test
  void resetBootsTheGuestAnew() throws Exception {
    client.execute("cont");
    while (emulator.guestStatus().updates() < 2000) {
      Thread.onSpinWait();
    }
    long before = emulator.guestStatus().updates();
    client.execute("system_reset");
    client.execute("stop");
    JsonNode reset = client.awaitEvent("RESET", LIMIT);
    assertNotNull(reset);
    assertEquals(
        "{\"guest\":false,\"reason\":\"host-qmp-system-reset\"}", reset.get("data").toString());
    assertTrue(emulator.guestStatus().updates() < before);
    assertEquals(0, client.execute("x-guest-check").path("mismatches").asLong(-1));
  }

  @Test
  void checksTheGuest() throws Exception {
    JsonNode check = client.execute("x-guest-check");
    assertEquals(0, check.path("mismatches").asLong(-1));
    assertTrue(check.path("mappings").asLong(0) > 0);
    assertTrue(check.has("checked") && check.has("updates"));
  }

  @Test
  void setsParametersOneByOneWithinTheirBounds() throws Exception {
    assertEquals(
        "{\"max-bandwidth\":134217728,\"downtime-limit\":300," + THROTTLE,
        client.execute("query-migrate-parameters").toString());
    client.execute("migrate-set-parameters", object("{\"downtime-limit\":50}"));
    client.execute("migrate-set-parameters", object("{\"max-bandwidth\":1000000}"));
    String set = "{\"max-bandwidth\":1000000,\"downtime-limit\":50," + THROTTLE;
    assertEquals(set, client.execute("query-migrate-parameters").toString());
    assertRefused("migrate-set-parameters", "{\"downtime-limit\":2000001}", "downtime-limit");
    assertRefused("migrate-set-parameters", "{\"max-bandwidth\":-1}", "max-bandwidth");
    assertRefused("migrate-set-parameters", "{\"multifd-channels\":2}", "multifd-channels");
    assertRefused("migrate-set-parameters", "{\"max-cpu-throttle\":19}", "max-cpu-throttle");
    assertRefused("migrate-set-parameters", "{\"x-stall-timeout\":-1}", "x-stall-timeout");
    assertRefused("migrate-set-parameters", "{\"x-keep-alive\":32768}", "x-keep-alive");
    assertRefused(
        "migrate-set-parameters",
        "{\"cpu-throttle-increment\":4294967297}",
        "cpu-throttle-increment");
    assertEquals(set, client.execute("query-migrate-parameters").toString());
  }

  @Test
  void objectsAreMadeNamedAndForgotten() throws Exception {
    String files = Certificates.write(folder, Certificates.CA, "", TlsEndpoint.CLIENT).toString();
    client.execute(
        "object-add",
        object("{\"qom-type\":\"tls-creds-x509\",\"id\":\"tls0\",\"verify-peer\":true}")
            .put("dir", files));
    assertRefused("migrate-set-parameters", "{\"tls-creds\":\"tls1\"}", "no object 'tls1'");
    client.execute(
        "migrate-set-parameters",
        object("{\"tls-creds\":\"tls0\",\"tls-hostname\":\"elsewhere.example\"}"));
    JsonNode set = client.execute("query-migrate-parameters");
    assertEquals("tls0", set.path("tls-creds").asString(""));
    assertEquals("elsewhere.example", set.path("tls-hostname").asString(""));
    assertRefused("object-del", "{\"id\":\"tls0\"}", "tls-creds names object 'tls0'");
    assertRefused("migrate", "{\"uri\":\"file:/dev/null\"}", "tls-creds is set");
    client.execute("migrate-set-parameters", object("{\"tls-creds\":null}"));
    client.execute("object-del", object("{\"id\":\"tls0\"}"));
    assertRefused("object-del", "{\"id\":\"tls0\"}", "no object 'tls0'");
    assertRefused(
        "object-add",
        "{\"qom-type\":\"secret\",\"id\":\"x\",\"dir\":\"y\"}",
        "'qom-type' takes tls-creds-x509 here, not 'secret'");
  }

  @Test
  void setsAllCapabilitiesOfAListOrNone() throws Exception {
    client.execute(
        "migrate-set-capabilities",
        capability(
            "events", "return-path", "auto-converge", "x-htab-packed", "x-section-checksum"));
    for (JsonNode capability : client.execute("query-migrate-capabilities")) {
      assertTrue(capability.path("state").asBoolean(), capability.toString());
    }
    client.execute("migrate-set-capabilities", object("{\"capabilities\":[]}"));
    ObjectNode half = capability("events");
    ((ObjectNode) half.path("capabilities").get(0)).put("state", false);
    half.withArray("capabilities").addObject().put("capability", "xbzrle").put("state", true);
    QmpException refusal =
        assertThrows(QmpException.class, () -> client.execute("migrate-set-capabilities", half));
    assertTrue(refusal.desc().contains("xbzrle") && refusal.desc().contains("events"));
    assertTrue(emulator.capabilities().get("events"));
  }

  @Test
  void migratesToAFileAndTellsHow() throws Exception {
    assertEquals("{}", client.execute("query-migrate").toString());
    client.execute("migrate-set-capabilities", capability("events"));
    client.execute("migrate", object("{\"uri\":\"file:" + folder.resolve("stream") + "\"}"));
    JsonNode report = awaitEnd();
    assertEquals("completed", report.path("status").asString());
    for (String time : new String[] {"total-time", "setup-time", "downtime"}) {
      assertTrue(report.path(time).isIntegralNumber(), report.toString());
    }
    for (String figure :
        new String[] {"transferred", "remaining", "total", "duplicate", "normal"}) {
      assertTrue(report.path("ram").path(figure).isIntegralNumber(), report.toString());
    }
    assertEquals(64 << 20, report.path("ram").path("total").asLong());
    for (String figure : new String[] {"shift", "passes", "records", "transferred", "remaining"}) {
      assertTrue(report.path("htab").path(figure).isIntegralNumber(), report.toString());
    }
    assertNotNull(client.awaitEvent("MIGRATION_PASS", LIMIT));
    assertEquals("postmigrate", client.execute("query-status").path("status").asString());
  }

  @Test
  void tellsWhyAMigrationFailedAndKeepsTheEventsToItself() throws Exception {
    String uri = "file:" + folder.resolve("none/stream");
    client.execute("migrate", object("{\"uri\":\"" + uri + "\"}"));
    JsonNode report = awaitEnd();
    assertEquals("failed", report.path("status").asString());
    String reason = report.path("error-desc").asString();
    assertTrue(reason.startsWith(uri + ": the folder "), reason);
    assertNull(client.awaitEvent("MIGRATION", Duration.ZERO), "nobody asked for events");
    assertRefused("migrate", "{\"uri\":\"nowhere\"}", "tcp:HOST:PORT");
    assertRefused("migrate", "{}", "'uri' or 'channels' is needed, and not both");
    assertRefused(
        "migrate",
        "{\"uri\":\"exec:cat\",\"channels\":[]}",
        "'uri' or 'channels' is needed, and not both");
    assertRefused("migrate-incoming", "{\"uri\":\"tcp:127.0.0.1:0\"}", "defer");
  }

  @Test
  void tellsOfAMigrationThatFailsAndOfOneThatIsCancelled() throws Exception {
    client.execute("migrate-set-capabilities", capability("events"));
    client.execute("migrate", object("{\"uri\":\"file:/dev/full\"}"));
    assertEquals("failed", awaitEnd().path("status").asString());
    assertStatuses("setup", "failed");
    client.execute("cont");
    client.execute("migrate-set-parameters", object("{\"max-bandwidth\":1,\"downtime-limit\":0}"));
    client.execute("migrate", object("{\"uri\":\"file:" + folder.resolve("slow") + "\"}"));
    assertStatuses("setup", "active");
    client.execute("migrate_cancel");
    JsonNode report = awaitEnd();
    assertEquals("cancelled", report.path("status").asString());
    assertFalse(report.has("error-desc"), report.toString());
    assertStatuses("cancelling", "cancelled");
    assertEquals("running", client.execute("query-status").path("status").asString());
  }

  private void assertStatuses(String... statuses) throws Exception {
    for (String status : statuses) {
      JsonNode event = client.awaitEvent("MIGRATION", LIMIT);
      assertNotNull(event, status);
      assertEquals(status, event.path("data").path("status").asString());
    }
  }

  @Test
  void quitIsAnsweredBeforeTheShutdown() throws Exception {
    client.execute("quit");
    quit.await();
    EmulatorEvents events = new EmulatorEvents(emulator, server);
    events.shutdown(ShutdownCause.QUIT);
    server.close();
    JsonNode event = client.awaitEvent("SHUTDOWN", LIMIT);
    assertNotNull(event);
    assertFalse(event.path("data").path("guest").asBoolean(true));
    assertEquals("host-qmp-quit", event.path("data").path("reason").asString());
  }

  private JsonNode awaitEnd() throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    JsonNode report = client.execute("query-migrate");
    while (!ENDED.contains(report.path("status").asString(""))) {
      assertTrue(System.nanoTime() < deadline, report.toString());
      client.awaitEvent("no such event", Duration.ofMillis(10));
      report = client.execute("query-migrate");
    }
    return report;
  }

  private void assertRefused(String command, String arguments, String reason) {
    QmpException refusal =
        assertThrows(QmpException.class, () -> client.execute(command, object(arguments)));
    assertTrue(refusal.desc().contains(reason), refusal.desc());
  }

  private static ObjectNode capability(String... names) {
    ObjectNode arguments = JsonStream.MAPPER.createObjectNode();
    for (String name : names) {
      arguments.withArray("capabilities").addObject().put("capability", name).put("state", true);
    }
    return arguments;
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) JsonStream.MAPPER.readTree(json);
  }
}
