// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.figures.Spread;

/**
 * One stream in one way.
 *
 * @param stream its name
 * @param way {@code packed}, the codec's name, or {@code lz4}
 * @param classicBytes of all iterations, end markers included
 * @param bytes of the same, packed
 * @param packSpeed classic bytes a second; null without a table
 * @param unpackSpeed the same in the other direction
 */
record PackedBenchRow(
    String stream,
    String way,
    long classicBytes,
    long bytes,
    @Nullable Spread packSpeed,
    @Nullable Spread unpackSpeed) {

  private static final double PERCENT = 100;

  /** What is left of 100 classic bytes. */
  double percent() {
    return PERCENT * bytes / classicBytes;
  }
}
