// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

/**
 * How far one call may go: to a position of the stream and a moment of {@link System#nanoTime()},
 * whichever is met first. Whoever is given one may overshoot it by the one item that it began.
 *
 * @param endPosition position of the output, in bytes, at which the budget is spent
 * @param endNanoTime moment at which it is spent
 */
public record Budget(long endPosition, long endNanoTime) {

  /**
   * Bytes and time from now on.
   *
   * @param out what is written to; its position counts
   * @param bytes from its position on
   * @param nanos from now on, in ns
   * @return a budget that is spent when either is
   */
  public static Budget of(StateOutput out, long bytes, long nanos) {
    return new Budget(out.position() + bytes, System.nanoTime() + nanos);
  }

  /** {@return no bound at all: for what must be finished, with the guest paused} */
  public static Budget unlimited() {
    return new Budget(Long.MAX_VALUE, System.nanoTime() + Long.MAX_VALUE / 2);
  }

  /**
   * {@return whether it is spent when the output stands at {@code position}} Reads the clock.
   *
   * @param position of the output, in bytes from the start of the stream
   */
  public boolean isSpent(long position) {
    return position >= endPosition || System.nanoTime() - endNanoTime >= 0;
  }
}
