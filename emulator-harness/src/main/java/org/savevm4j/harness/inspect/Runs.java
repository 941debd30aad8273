// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.util.Arrays;

/**
 * Valid slots in a row, over group boundaries: a record tells of a run at a time, so that their
 * lengths say what a table costs on the wire. Slots are added in ascending order. One thread.
 */
public final class Runs {

  /** Lengths from 2^i on and below 2^(i+1) are counted together; the longest run is 2^32 slots. */
  private static final int CLASSES = 33;

  private final long[] classes = new long[CLASSES];
  private long next = -1;
  private long length;
  private long slots;
  private long longest;

  void add(long slot) {
    if (slot != next) {
      end();
    }
    length++;
    next = slot + 1;
  }

  void end() {
    if (length > 0) {
      classes[Long.SIZE - 1 - Long.numberOfLeadingZeros(length)]++;
      slots += length;
      longest = Math.max(longest, length);
      length = 0;
    }
  }

  /** How many there are. */
  public long count() {
    return Arrays.stream(classes).sum();
  }

  /** Slots of the longest one, 0 if there is none. */
  public long longest() {
    return longest;
  }

  /** Slots of one on average, 0 if there is none. */
  public double mean() {
    return count() == 0 ? 0 : (double) slots / count();
  }

  /** How many have 2^{@code power} slots or more, and fewer than twice as many. */
  public long ofClass(int power) {
    return classes[power];
  }

  /** The class of the longest one, -1 if there is none. */
  public int lastClass() {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(longest);
  }
}
