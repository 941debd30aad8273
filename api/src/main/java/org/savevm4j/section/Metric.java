// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import java.util.List;

/**
 * A figure that a save or a load tells of itself, shown by monitors under the section's name.
 *
 * @param name in kebab-case, the same in every place that shows it
 * @param unit what is counted
 * @param value never negative
 */
public record Metric(String name, Unit unit, long value) {

  /**
   * {@return the value of the first of that name, or 0 if there is none}
   *
   * @param metrics figures of one save or load
   * @param name kebab-case, as the monitor tells it
   */
  public static long value(List<Metric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.name.equals(name))
        .mapToLong(Metric::value)
        .findFirst()
        .orElse(0);
  }

  /** What a metric counts. */
  public enum Unit {
    /** Bytes. */
    BYTES,
    /** A plain number. */
    COUNT,
    /** The logarithm, base 2, of a number of bytes. */
    LOG2_BYTES,
    /** Nanoseconds. */
    NANOS,
    /** Pages of RAM in a second. */
    PAGES_PER_SECOND,
    /** Slots of a table in a second. */
    SLOTS_PER_SECOND
  }
}
