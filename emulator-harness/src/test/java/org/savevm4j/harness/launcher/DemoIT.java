// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    Path report = folder.resolve("report");
    Ended ended = Ended.pseries(folder, "demo", "--json", "--report", report.toString());
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
    assertReportHasTheFiguresOf(demo, Files.readString(report.resolve("migration-1.html")));
  }

  @Test
  void tellsItsResultThoughItsReportCannotBeWritten() throws Exception {
    // the folder is gone as soon as it is there, and the report comes after the migration
    String script =
        """
        "$0" demo --memory 64M --json --report "$1" &
        until rmdir "$1" 2>/dev/null; do kill -0 $! || exit 9; sleep 0.05; done
        wait $!
        """;
    Path report = folder.resolve("report");
    Ended ended = Ended.shell(folder, script, report.toString());
    assertEquals(1, ended.status(), ended.err());
    JsonNode demo = JsonMapper.shared().readTree(ended.out());
    assertEquals("completed", demo.path("status").asString());
    assertEquals(0, demo.path("guest").path("mismatches").asLong(-1));
    assertEquals(
        "pseries: no report of it: " + report.resolve("migration-1.html") + ": no such file",
        ended.line());
  }

  private static void assertReportHasTheFiguresOf(JsonNode demo, String page) {
    for (String name : List.of("downtime", "total-time")) {
      assertFigure(page, name, demo.path(name));
    }
    for (String name : List.of("shift", "passes", "records", "transferred", "downtime-bytes")) {
      assertFigure(page, name, demo.path("htab").path(name));
    }
    assertTrue(page.contains("destination: vCPUs start, "), "both sides are in it");
  }

  private static void assertFigure(String page, String name, JsonNode value) {
    String figure = "id=\"figure-%s\" value=\"%s\"".formatted(name, value);
    assertTrue(page.contains(figure), figure);
  }
}
