// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.util.ArrayDeque;
import java.util.Deque;
import org.savevm4j.harness.text.Amount;

/**
 * How fast a migration goes, judged by looks of the last two seconds. One thread.
 *
 * <p>What the guest changed between two looks is what is left now, less what was left before, plus
 * what was sent in between, in bytes of the stream.
 */
public final class Trend {

  private static final long WINDOW_NANOS = 2_000_000_000;

  private final Deque<Look> looks = new ArrayDeque<>();

  /**
   * Sees where it stands.
   *
   * @param now in ns, ascending
   * @param sent bytes so far
   * @param left bytes
   */
  public void look(long now, long sent, long left) {
    looks.addLast(new Look(now, sent, left));
    while (looks.size() > 2 && now - looks.getFirst().now() > WINDOW_NANOS) {
      looks.removeFirst();
    }
  }

  /** Bytes a second that are sent; 0 while that is not known. */
  public double sentPerSecond() {
    return perSecond(last().sent() - first().sent());
  }

  /** Bytes a second that the guest changes; 0 while that is not known. */
  public double changedPerSecond() {
    return Math.max(0, perSecond(last().left() - first().left() + last().sent() - first().sent()));
  }

  /** How long until nothing is left, in ns, if all goes on like this; -1 if it never is. */
  public double nanosLeft() {
    double shrinks = perSecond(first().left() - last().left());
    if (last().left() == 0) {
      return 0;
    }
    return shrinks <= 0 ? -1 : last().left() / shrinks * Amount.NANOS_PER_SECOND;
  }

  private double perSecond(long bytes) {
    long nanos = last().now() - first().now();
    return nanos <= 0 ? 0 : bytes * Amount.NANOS_PER_SECOND / nanos;
  }

  private Look first() {
    return looks.isEmpty() ? Look.NONE : looks.getFirst();
  }

  private Look last() {
    return looks.isEmpty() ? Look.NONE : looks.getLast();
  }

  private record Look(long now, long sent, long left) {
    private static final Look NONE = new Look(0, 0, 0);
  }
}
