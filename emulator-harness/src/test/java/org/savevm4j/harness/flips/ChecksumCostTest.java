// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A pair of times becomes three rows, of which the ratio is that of each round. */
class ChecksumCostTest {

  @Test
  void ratioIsThatOfEachRound() {
    CostResult result = new CostResult();
    result.pair("load", 2_000_000, 4_000_000);
    result.pair("load", 8_000_000, 8_000_000);
    result.pair("load", 1_000_000, 5_000_000);
    List<String> names =
        result.toJson().path("rows").valueStream().map(row -> row.path("name").asString()).toList();
    assertEquals(List.of("load, off, ms", "load, on, ms", "load, on/off"), names);
    assertEquals(2, result.toJson().path("rows").get(0).path("median").asDouble());
    assertEquals(2, result.toJson().path("rows").get(2).path("median").asDouble());
    assertEquals(5, result.toJson().path("rows").get(2).path("max").asDouble());
    assertTrue(result.toText().startsWith("load, off, ms "), result.toText());
  }
}
