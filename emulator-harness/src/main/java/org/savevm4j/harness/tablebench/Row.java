// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.figures.Spread;

/**
 * One figure of one thing that was measured.
 *
 * @param subject what was measured, such as {@code first 30e}
 * @param figure what the values are, with their unit, such as {@code java-ms}
 * @param values one a round, or one that is the same in each
 */
record Row(String subject, String figure, double[] values, @Nullable Goal goal) {

  /** Unique among the rows of a benchmark. */
  String name() {
    return subject + " " + figure;
  }

  Spread spread() {
    return Spread.of(values);
  }

  /** Whether the other is the same figure, measured at another time. */
  boolean isSameAs(Row other) {
    return name().equals(other.name());
  }

  /** The values of both. */
  Row and(Row other) {
    double[] both =
        DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(other.values)).toArray();
    return new Row(subject, figure, both, goal);
  }
}
