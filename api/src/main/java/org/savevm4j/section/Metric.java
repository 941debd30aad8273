// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

/**
 * A figure that a save or a load tells of itself, shown by monitors under the section's name.
 *
 * @param name in kebab-case, the same in every place that shows it
 * @param unit what is counted
 * @param value never negative
 */
public record Metric(String name, Unit unit, long value) {

  /** What a metric counts. */
  public enum Unit {
    BYTES,
    COUNT,
    LOG2_BYTES,
    NANOS,
    SLOTS_PER_SECOND
  }
}
