// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.latency;

import java.util.List;
import java.util.stream.IntStream;
import org.savevm4j.harness.figures.Spread;
import org.savevm4j.harness.figures.SpreadRows;
import tools.jackson.databind.node.ObjectNode;

/** What was measured, a figure a round: times in ns, and the ratio of the 99th percentiles. */
public final class LatencyResult {

  private static final double HUNDRED = 100;
  private static final int PLACES = 2;

  private final SpreadRows rows = new SpreadRows();

  /** Of as many windows before as during. */
  LatencyResult(List<LatencyFigures> before, List<LatencyFigures> during) {
    add("before", before);
    add("during", during);
    rows.add(
        "ratio p99",
        Spread.of(
            IntStream.range(0, before.size())
                .mapToDouble(round -> ratio(during.get(round).p99(), before.get(round).p99()))));
  }

  private void add(String name, List<LatencyFigures> windows) {
    rows.add(name + " updates", Spread.of(windows.stream().mapToDouble(LatencyFigures::updates)))
        .add(name + " p50-ns", Spread.of(windows.stream().mapToDouble(LatencyFigures::p50)))
        .add(name + " p99-ns", Spread.of(windows.stream().mapToDouble(LatencyFigures::p99)))
        .add(name + " max-ns", Spread.of(windows.stream().mapToDouble(LatencyFigures::max)));
  }

  private static double ratio(long during, long before) {
    return Math.rint(HUNDRED * during / Math.max(1, before)) / HUNDRED;
  }

  /** Rows {@code before} and {@code during}, each by figure, and {@code ratio p99}. */
  public ObjectNode toJson() {
    return rows.toJson();
  }

  /** The same for people. */
  public String toText() {
    return rows.toText(PLACES);
  }
}
