// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.figures.Spread;
import org.savevm4j.harness.figures.SpreadRows;
import org.savevm4j.harness.text.Amount;
import tools.jackson.databind.node.ObjectNode;

/** What was measured without and with checksums, a pair of times a round, and their ratio. */
public final class CostResult {

  private static final int PLACES = 3;

  private final Map<String, List<Double>> rounds = new LinkedHashMap<>();

  /** Adds what one round took, in ns. */
  void pair(String name, long without, long with) {
    add(name + ", off, ms", without / Amount.NANOS_PER_MILLI);
    add(name + ", on, ms", with / Amount.NANOS_PER_MILLI);
    add(name + ", on/off", (double) with / without);
  }

  private void add(String name, double value) {
    rounds.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private SpreadRows rows() {
    SpreadRows rows = new SpreadRows();
    rounds.forEach(
        (name, values) ->
            rows.add(name, Spread.of(values.stream().mapToDouble(Double::doubleValue))));
    return rows;
  }

  /** Rows with name, median, min and max. */
  public ObjectNode toJson() {
    return rows().toJson();
  }

  /** The same for people. */
  public String toText() {
    return rows().toText(PLACES);
  }
}
