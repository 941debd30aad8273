// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

/**
 * What the median of a figure shall be.
 *
 * @param bound itself is good
 * @param atLeast or at most
 */
record Goal(double bound, boolean atLeast) {

  static Goal atLeast(double bound) {
    return new Goal(bound, true);
  }

  static Goal atMost(double bound) {
    return new Goal(bound, false);
  }

  String word() {
    return atLeast ? "at-least" : "at-most";
  }

  boolean isReached(double median) {
    return atLeast ? median >= bound : median <= bound;
  }
}
