// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.progress.Work;
import tools.jackson.databind.JsonNode;

@Tag("alone")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LatencyBenchTest {

  @Test
  void onlyCallsThatChangeAnEntryCount() {
    UpdateTimes times = new UpdateTimes();
    times.took(Hcall.H_ENTER, 100);
    times.took(Hcall.H_REMOVE, 200);
    times.took(Hcall.H_PROTECT, 300);
    times.took(Hcall.H_READ, 1_000_000);
    assertEquals(new LatencyFigures(3, 200, 300, 300), times.figures());
  }

  @Test
  void ratioIsThatOfTheSameRound() {
    LatencyResult result =
        new LatencyResult(
            List.of(new LatencyFigures(1, 10, 100, 1000), new LatencyFigures(1, 10, 200, 1000)),
            List.of(new LatencyFigures(1, 10, 150, 1000), new LatencyFigures(1, 10, 500, 1000)));
    JsonNode ratio = row(result, "ratio p99");
    assertEquals("[1.5,1.5,2.5]", spread(ratio));
    assertEquals("[100,100,200]", spread(row(result, "before p99-ns")));
  }

  @Test
  void guestIsMeasuredBeforeAndDuringAMigrationThatGoesOn() throws Exception {
    LatencyResult result = LatencyBench.run(1, 20_000, 300, Work.of("latency", "windows"));
    for (String window : List.of("before", "during")) {
      double updates = row(result, window + " updates").path("median").asDouble();
      assertTrue(updates > 0, () -> result.toText());
      double p50 = row(result, window + " p50-ns").path("median").asDouble();
      assertTrue(p50 > 0 && p50 < row(result, window + " max-ns").path("max").asDouble());
    }
  }

  private static JsonNode row(LatencyResult result, String name) {
    for (JsonNode row : result.toJson().get("rows")) {
      if (row.path("name").asString().equals(name)) {
        return row;
      }
    }
    throw new AssertionError("no row " + name);
  }

  private static String spread(JsonNode row) {
    return "[" + row.get("min") + "," + row.get("median") + "," + row.get("max") + "]";
  }
}
