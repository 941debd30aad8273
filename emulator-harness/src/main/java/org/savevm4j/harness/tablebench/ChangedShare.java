// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

/** How many of all slots changed before a later pass. */
enum ChangedShare {
  NONE("0%", 0, 0),
  HUNDREDTH_OF_A_PERCENT("0.01%", 0.0001, 40),
  TENTH_OF_A_PERCENT("0.1%", 0.001, 12),
  PERCENT("1%", 0.01, 3),
  TEN_PERCENT("10%", 0.1, 1.3);

  private final String words;
  private final double share;
  private final double goal;

  ChangedShare(String words, double share, double goal) {
    this.words = words;
    this.share = share;
    this.goal = goal;
  }

  String words() {
    return words;
  }

  /** So many of {@code slots}. */
  int of(long slots) {
    return (int) (slots * share);
  }

  /** What the time in C over ours shall be; 0 is no goal. */
  double goal() {
    return goal;
  }
}
