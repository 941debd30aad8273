// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was measured without and with checksums, a pair of times a round, and their ratio. */
public final class CostResult {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<String, List<Double>> rows = new LinkedHashMap<>();

  /** Adds what one round took, in ns. */
  void pair(String name, long without, long with) {
    add(name + ", off, ms", without / NANOS_PER_MILLI);
    add(name + ", on, ms", with / NANOS_PER_MILLI);
    add(name + ", on/off", (double) with / without);
  }

  private void add(String name, double value) {
    rows.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  /** Rows with name, median, min and max. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("rows");
    rows.forEach(
        (name, values) -> {
          double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
          array
              .addObject()
              .put("name", name)
              .put("median", sorted[(sorted.length - 1) / 2])
              .put("min", sorted[0])
              .put("max", sorted[sorted.length - 1]);
        });
    return json;
  }

  /** The same for people. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (JsonNode row : toJson().get("rows")) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-34s median %9.3f, min %9.3f, max %9.3f%n",
              row.path("name").asString(),
              row.path("median").asDouble(),
              row.path("min").asDouble(),
              row.path("max").asDouble()));
    }
    return text.toString();
  }
}
