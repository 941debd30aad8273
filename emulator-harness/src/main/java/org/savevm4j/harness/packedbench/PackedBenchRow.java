// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.util.Arrays;

/**
 * One stream in one way.
 *
 * @param stream its name
 * @param way {@code packed}, the codec's name, or {@code lz4}
 * @param classicBytes of all iterations, end markers included
 * @param bytes of the same, packed
 * @param packSpeeds classic bytes a second, one figure a round, ascending; none without a table
 * @param unpackSpeeds the same in the other direction
 */
record PackedBenchRow(
    String stream,
    String way,
    long classicBytes,
    long bytes,
    double[] packSpeeds,
    double[] unpackSpeeds) {

  private static final double PERCENT = 100;

  /** What is left of 100 classic bytes. */
  double percent() {
    return PERCENT * bytes / classicBytes;
  }

  boolean hasTable() {
    return classicBytes > 0;
  }

  /** Of an even number the lower one of the two in the middle. */
  static double median(double[] ascending) {
    return ascending[(ascending.length - 1) / 2];
  }

  static double[] sorted(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
