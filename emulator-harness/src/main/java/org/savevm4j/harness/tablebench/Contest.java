// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.text.Amount;

/** The times of C and of ours for the same work, round by round. */
final class Contest {

  private final String subject;
  private final @Nullable Goal goal;
  private final List<Double> plain = new ArrayList<>();
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();

  /**
   * A contest without rounds.
   *
   * @param goal of the time in C over ours
   */
  Contest(String subject, @Nullable Goal goal) {
    this.subject = subject;
    this.goal = goal;
  }

  /** Adds a round in which both worked, in nanoseconds. */
  void add(long plainNanos, long ourNanos) {
    plain.add(plainNanos / Amount.NANOS_PER_MILLI);
    ratios.add((double) plainNanos / ourNanos);
    add(ourNanos);
  }

  /** Adds a round of ours alone, in nanoseconds. */
  void add(long ourNanos) {
    ours.add(ourNanos / Amount.NANOS_PER_MILLI);
  }

  /** Rows {@code c-ms}, {@code java-ms} and {@code c-over-java}; without C only the second. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    if (!plain.isEmpty()) {
      rows.add(row("c-ms", plain, null));
    }
    rows.add(row("java-ms", ours, null));
    if (!ratios.isEmpty()) {
      rows.add(row("c-over-java", ratios, goal));
    }
    return rows;
  }

  private Row row(String figure, List<Double> values, @Nullable Goal of) {
    return new Row(subject, figure, values.stream().mapToDouble(Double::doubleValue).toArray(), of);
  }
}
