// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import org.jspecify.annotations.Nullable;

/**
 * What one fork is asked for.
 *
 * @param shift log2 of the table's bytes
 * @param rounds that count, 1 or more
 * @param plain null where there is no C compiler
 * @param only the one table to measure; null measures all
 */
record Measurement(int shift, int rounds, @Nullable PlainC plain, @Nullable Pattern only) {

  /** Rounds before those that count: the JVM compiles what runs often. */
  static final int WARM_UP = 10;

  /** The size of table that goals are for. */
  private static final int GOAL_SHIFT = 30;

  boolean measures(Pattern pattern) {
    return only == null || only == pattern;
  }

  /** A goal for the time in C over ours; none for tables of other sizes. */
  @Nullable Goal atLeast(double bound) {
    return shift == GOAL_SHIFT ? Goal.atLeast(bound) : null;
  }

  /** A goal for what a change costs more; none for tables of other sizes. */
  @Nullable Goal atMost(double bound) {
    return shift == GOAL_SHIFT ? Goal.atMost(bound) : null;
  }
}
