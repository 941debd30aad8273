// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SwitchoverResultTest {

  private static final List<SwitchoverFigures> FIGURES =
      List.of(figures(9, 500, 400, 40), figures(7, 100, 200, 12), figures(8, 300, 900, 20));

  @Test
  void rowHasMediansWithTheLeastAndTheMost() {
    JsonNode row = row(SwitchoverOptions.UNLIMITED);
    assertEquals(30, row.get("htab-shift").asInt());
    assertEquals(50_000, row.get("update-rate").asInt());
    assertEquals(3, row.get("rounds").asInt());
    assertEquals("[7.0,8.0,9.0]", spread(row, "downtime-ms"));
    assertEquals("[0.3,0.9,1.2]", spread(row, "htab-downtime-ms"));
    assertEquals("[0.1,0.3,0.5]", spread(row, "htab-source-ms"));
    assertEquals("[0.2,0.4,0.9]", spread(row, "htab-destination-ms"));
    assertEquals("[12,20,40]", spread(row, "htab-downtime-bytes"));
    assertFalse(row.has("link-bits-per-second"));
  }

  @Test
  void rowOfASlowLinkNamesItsSpeed() {
    assertEquals(1_000_000_000, row(1_000_000_000).get("link-bits-per-second").asLong());
  }

  @Test
  void figuresAreThoseOfBothSides() {
    JsonMapper mapper = JsonMapper.shared();
    JsonNode source =
        mapper.readTree(
            "{\"x-downtime-ns\":9000,\"htab\":{\"downtime-ns\":20,\"downtime-bytes\":12}}");
    JsonNode destination = mapper.readTree("{\"htab\":{\"downtime-ns\":30}}");
    SwitchoverFigures figures = SwitchoverFigures.of(source, destination);
    assertEquals(new SwitchoverFigures(9000, 20, 30, 12), figures);
    assertEquals(50, figures.htabNanos());
  }

  private static JsonNode row(long linkBits) {
    SwitchoverRow row = new SwitchoverRow(30, 50_000, linkBits, FIGURES);
    return new SwitchoverResult(List.of(row)).toJson().get("rows").get(0);
  }

  private static String spread(JsonNode row, String name) {
    return "[" + row.get(name + "-min") + "," + row.get(name) + "," + row.get(name + "-max") + "]";
  }

  private static SwitchoverFigures figures(
      long downtimeMillis, long sourceMicros, long destinationMicros, long bytes) {
    return new SwitchoverFigures(
        downtimeMillis * 1_000_000, sourceMicros * 1000, destinationMicros * 1000, bytes);
  }
}
