// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The least, the middle and the largest of some numbers.
 *
 * @param median of an even number of them the lower one of the two in the middle
 */
public record Spread(long min, long median, long max) {

  /** Of one number or more. */
  static Spread of(LongStream numbers) {
    long[] sorted = numbers.toArray();
    Arrays.sort(sorted);
    return new Spread(sorted[0], sorted[(sorted.length - 1) / 2], sorted[sorted.length - 1]);
  }
}
