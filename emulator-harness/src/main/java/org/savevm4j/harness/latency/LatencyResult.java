// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.latency;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was measured, a figure a round: times in ns, and the ratio of the 99th percentiles. */
public final class LatencyResult {

  private static final double HUNDRED = 100;

  private final List<LatencyFigures> before;
  private final List<LatencyFigures> during;

  /** Of as many windows before as during. */
  LatencyResult(List<LatencyFigures> before, List<LatencyFigures> during) {
    this.before = List.copyOf(before);
    this.during = List.copyOf(during);
  }

  /** Rows {@code before} and {@code during}, each by figure, and {@code ratio p99}. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = json.putArray("rows");
    rows(rows, "before", before);
    rows(rows, "during", during);
    row(
        rows,
        "ratio p99",
        round ->
            Math.rint(HUNDRED * during.get(round).p99() / Math.max(1, before.get(round).p99()))
                / HUNDRED);
    return json;
  }

  private void rows(ArrayNode rows, String name, List<LatencyFigures> windows) {
    row(rows, name + " updates", windows, LatencyFigures::updates);
    row(rows, name + " p50-ns", windows, LatencyFigures::p50);
    row(rows, name + " p99-ns", windows, LatencyFigures::p99);
    row(rows, name + " max-ns", windows, LatencyFigures::max);
  }

  private void row(
      ArrayNode rows,
      String name,
      List<LatencyFigures> windows,
      ToLongFunction<LatencyFigures> figure) {
    row(rows, name, round -> figure.applyAsLong(windows.get(round)));
  }

  private void row(ArrayNode rows, String name, IntToDoubleFunction ofRound) {
    double[] sorted = IntStream.range(0, before.size()).mapToDouble(ofRound).sorted().toArray();
    rows.addObject()
        .put("name", name)
        .put("median", sorted[(sorted.length - 1) / 2])
        .put("min", sorted[0])
        .put("max", sorted[sorted.length - 1]);
  }

  /** The same for people. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (JsonNode row : toJson().get("rows")) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-15s median %.2f, min %.2f, max %.2f%n",
              row.path("name").asString(),
              row.path("median").asDouble(),
              row.path("min").asDouble(),
              row.path("max").asDouble()));
    }
    return text.toString();
  }
}
