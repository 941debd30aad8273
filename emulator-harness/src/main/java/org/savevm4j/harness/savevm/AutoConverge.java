// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * Slows the guest step by step while it changes RAM and table faster than the link carries them, as
 * QEMU's auto-converge does. The migration thread only.
 *
 * <p>In each period, what the guest changed is what is left now, less what was left before, plus
 * what was sent in between; changes of what was to be sent anyway do not count. Two periods over
 * the trigger make a step. A guest that was slowed stays so until the migration ends.
 */
final class AutoConverge {

  /** QEMU looks once in a lap over RAM, or a second; laps here are shorter. */
  static final long PERIOD_NANOS = 250_000_000;

  private static final int PERIODS_OF_STEP = 2;
  private static final double PERCENT = 100;

  private boolean begun;
  private long periodBegin;
  private long leftBefore;
  private long sentBefore;
  private int periodsOver;
  private int percent;

  /**
   * Sees how it goes.
   *
   * @param now as {@link System#nanoTime}
   * @param left bytes that all sections have left
   * @param sent bytes sent so far
   * @return the share of time in percent that is to be taken from the vCPUs
   */
  int look(long now, long left, long sent, ThrottleParameters parameters) {
    if (begun && now - periodBegin < PERIOD_NANOS) {
      return percent;
    }
    if (begun) {
      long sentNow = sent - sentBefore;
      long changed = left - leftBefore + sentNow;
      double bearable = sentNow * (double) parameters.trigger() / PERCENT;
      if (changed > bearable && ++periodsOver == PERIODS_OF_STEP) {
        periodsOver = 0;
        percent = parameters.after(percent, bearable / changed);
      }
    }
    begun = true;
    periodBegin = now;
    leftBefore = left;
    sentBefore = sent;
    return percent;
  }
}
