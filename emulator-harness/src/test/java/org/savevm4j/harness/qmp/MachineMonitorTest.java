// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What clients are told of the machine, one of two CPUs, and what they ask the human monitor. */
@Timeout(60)
class MachineMonitorTest {

  @TempDir private Path folder;
  private MonitoredEmulator monitored;
  private QmpClient client;

  @BeforeEach
  void start() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    monitored =
        MonitoredEmulator.open(folder, new EmulatorOptions(16 << 20, 2, null, null, true, guest));
    client = monitored.client();
  }

  @AfterEach
  void stop() throws Exception {
    monitored.close();
  }

  @Test
  void namesTheThreadOfEachVcpu() throws Exception {
    JsonNode cpus = client.execute("query-cpus-fast");
    assertEquals(2, cpus.size(), cpus.toString());
    for (int i = 0; i < cpus.size(); i++) {
      Path name = Path.of("/proc/self/task", cpus.get(i).path("thread-id").asString(), "comm");
      assertEquals("vcpu-" + i, Files.readString(name).strip());
      assertEquals(i, cpus.get(i).path("cpu-index").asInt(-1));
    }
  }

  @Test
  void tellsTypeAndMemory() throws Exception {
    assertEquals(
        "{\"base-memory\":16777216,\"plugged-memory\":0}",
        client.execute("query-memory-size-summary").toString());
    JsonNode machine = client.execute("query-machines").path(0);
    assertEquals("pseries-10.0", machine.path("name").asString());
    assertEquals(2, machine.path("cpu-max").asInt());
  }

  @Test
  void handsLinesToTheHumanMonitorAndItsWordsBackWithLineEndsOfQemu() throws Exception {
    assertEquals("a of CPU 0", human("{\"command-line\":\"a\"}"));
    assertEquals("a\r\nb of CPU 1", human("{\"command-line\":\"a\\nb\",\"cpu-index\":1}"));
    refuses("{\"command-line\":\"x 0\",\"cpu-index\":2}", "'cpu-index' must be 0 to 1");
    refuses("{\"command-line\":\"x 0\",\"cpu-index\":-1}", "'cpu-index' must be 0 to 1");
    refuses("{}", "Parameter 'command-line' is missing");
  }

  private String human(String arguments) throws Exception {
    ObjectNode object = (ObjectNode) JsonStream.MAPPER.readTree(arguments);
    return client.execute("human-monitor-command", object).stringValue();
  }

  private void refuses(String arguments, String reason) {
    QmpException refusal = assertThrows(QmpException.class, () -> human(arguments));
    assertTrue(refusal.desc().contains(reason), refusal.desc());
  }
}
