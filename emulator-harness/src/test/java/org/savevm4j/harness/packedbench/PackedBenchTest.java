// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.realtables.RealTables;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class PackedBenchTest {

  private static final Map<String, JsonNode> ROWS = new TreeMap<>();
  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void run() throws IOException {
    PackedBenchResult result = PackedBench.run(3, Work.of("packed", "ways"));
    for (JsonNode row : result.toJson().get("rows")) {
      ROWS.put(row.get("name").asString(), row);
    }
    LINES.addAll(result.toText().lines().toList());
  }

  @Test
  void packedTablesOfTheIdleAndTheForkGuestTakeOnePercent() {
    for (String stream : List.of(RealTables.IDLE, RealTables.FORK)) {
      double percent = median(stream + " packed percent");
      assertTrue(percent > 0 && percent <= 1, stream + ": " + percent);
    }
  }

  @Test
  void percentIsOfTheClassicBytes() {
    double bytes = median(RealTables.IDLE + " packed bytes");
    double classic = median(RealTables.IDLE + " classic-bytes");
    assertEquals(198816 + 8, classic);
    assertEquals(100 * bytes / classic, median(RealTables.IDLE + " packed percent"), 0.001);
  }

  @Test
  void codecAndLz4AloneAreLongerThanPacked() {
    for (String stream : List.of(RealTables.IDLE, RealTables.FORK, RealTables.CHURN)) {
      double packed = median(stream + " packed bytes");
      assertTrue(packed < median(stream + " zstd bytes"));
      assertTrue(packed < median(stream + " lz4 bytes"));
    }
  }

  @Test
  void speedsAreSpreadsOfRounds() {
    List<JsonNode> speeds =
        ROWS.entrySet().stream()
            .filter(row -> row.getKey().endsWith("pack-mb-per-s"))
            .map(Map.Entry::getValue)
            .toList();
    assertEquals(3 * 3 * 2, speeds.size());
    for (JsonNode row : speeds) {
      double median = row.get("median").asDouble();
      assertTrue(
          row.get("min").asDouble() > 0 && row.get("min").asDouble() <= median, row::toString);
      assertTrue(median <= row.get("max").asDouble(), row::toString);
    }
  }

  @Test
  void aGuestWithoutATableHasBytesOnly() {
    assertEquals(
        List.of("classic-bytes", "lz4 bytes", "packed bytes", "zstd bytes"),
        ROWS.keySet().stream()
            .filter(name -> name.startsWith(RealTables.RADIX))
            .map(name -> name.substring(RealTables.RADIX.length() + 1))
            .toList());
    assertEquals(0, median(RealTables.RADIX + " packed bytes"));
  }

  @Test
  void textHasALineForEachStreamAndWay() {
    assertEquals(1 + 4 * 3, LINES.size(), LINES::toString);
    assertTrue(LINES.get(1).startsWith(RealTables.IDLE + "     packed "), LINES.get(1));
    assertTrue(LINES.getLast().endsWith(" no table"), LINES.getLast());
  }

  private static double median(String name) {
    return ROWS.get(name).get("median").asDouble();
  }
}
