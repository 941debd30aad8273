// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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

/** The monitor of an emulator that waits for its guest. */
@Timeout(60)
class IncomingMonitorTest {

  @TempDir private Path folder;
  private MonitoredEmulator monitored;
  private Emulator emulator;
  private QmpClient client;

  @BeforeEach
  void start() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    monitored =
        MonitoredEmulator.open(
            folder, new EmulatorOptions(16 << 20, 1, null, EmulatorOptions.DEFER, false, guest));
    emulator = monitored.emulator();
    client = monitored.client();
  }

  @AfterEach
  void stop() throws Exception {
    monitored.close();
  }

  @Test
  void tellsThePortThatPortZeroBecame() throws Exception {
    assertNull(emulator.listensOn());
    JsonNode report = listen("tcp:127.0.0.1:0");
    JsonNode address = report.path("socket-address").path(0);
    assertEquals("setup", report.path("status").asString());
    assertEquals("inet", address.path("type").asString());
    assertEquals("127.0.0.1", address.path("host").asString());
    assertTrue(Integer.parseInt(address.path("port").stringValue()) > 0, report.toString());
    assertEquals(String.valueOf(emulator.listensOn()), SocketAddress.uriIn(report));
  }

  @Test
  void tellsTheSocketFileAsQemuDoes() throws Exception {
    Path socket = folder.resolve("in");
    JsonNode report = listen("unix:" + socket);
    assertEquals(
        "[{\"type\":\"unix\",\"path\":\"" + socket + "\"}]",
        report.get("socket-address").toString());
    assertEquals("unix:" + socket, SocketAddress.uriIn(report));
  }

  @Test
  void addressOfIpv6IsAUriAgain() throws Exception {
    ObjectNode report = JsonStream.MAPPER.createObjectNode();
    SocketAddress.put(report, MigrationUri.parse("tcp:[::1]:4444"));
    assertEquals("::1", report.path("socket-address").path(0).path("host").asString());
    assertEquals("tcp:[::1]:4444", SocketAddress.uriIn(report));
  }

  @Test
  void commandHasNoAddress() throws Exception {
    ObjectNode report = JsonStream.MAPPER.createObjectNode();
    SocketAddress.put(report, MigrationUri.parse("exec:cat x"));
    assertNull(SocketAddress.uriIn(report));
    assertEquals("{}", report.toString());
  }

  private JsonNode listen(String uri) throws Exception {
    client.execute("migrate-incoming", JsonStream.MAPPER.createObjectNode().put("uri", uri));
    return client.execute("query-migrate");
  }
}
