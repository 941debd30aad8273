// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pseries demo}: the first of the README's two commands. */
class DemoIT {

  /** The least that an END takes: header word and end marker. */
  private static final int END_BYTES = 12;

  @TempDir Path folder;

  @Test
  void movesABusyGuestAndFindsNothingMissing() throws Exception {
    Ended ended = Ended.pseries(folder, "demo", "--json");
    assertEquals(0, ended.status(), ended.err());
    JsonNode demo = JsonMapper.shared().readTree(ended.out());
    JsonNode guest = demo.path("guest");
    assertEquals("completed", demo.path("status").asString());
    assertEquals(0, guest.path("mismatches").asLong(-1));
    assertTrue(guest.path("update-rate").asDouble() >= 20_000, ended.out());
    assertTrue(guest.path("checked").asLong() > 8192, "all of RAM and more is mapped");
    assertEquals(guest.path("mappings").asLong(), guest.path("checked").asLong());
    JsonNode htab = demo.path("htab");
    assertEquals(22, htab.path("shift").asInt());
    // a later pass is made only when slots have changed, so more than one means that changes went
    assertTrue(htab.path("passes").asLong() > 1, ended.out());
    assertTrue(htab.path("downtime-bytes").asLong() >= END_BYTES, ended.out());
    assertTrue(htab.path("records").asLong() > 0 && htab.path("transferred").asLong() > 0);
    assertTrue(demo.path("downtime").asDouble() > 0);
    assertTrue(demo.path("total-time").asDouble() > demo.path("downtime").asDouble());
  }
}
