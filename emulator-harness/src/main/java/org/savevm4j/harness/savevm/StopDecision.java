// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.Pending;

/**
 * Whether the guest may be stopped: when every section was sent once, when what all of them have
 * left fits the downtime limit at the link's speed, and when the destination has loaded, where it
 * can say so, all that does not fit the limit too. The migration thread only.
 */
final class StopDecision {

  private static final double NANOS_PER_SECOND = 1e9;

  /** More than any machine has, and far enough from the end of a long for sums with it. */
  private static final long MOST_BYTES = Long.MAX_VALUE / 4;

  private final Supplier<MigrationParameters> parameters;
  private final Throughput throughput = new Throughput();

  /** Sections that were at least once without anything left to send. */
  private final Set<LiveSave> caughtUp = new HashSet<>();

  /** Position up to which the destination has loaded the stream; 0 until it says so. */
  private long confirmed;

  /**
   * @param parameters read anew at each look
   */
  StopDecision(Supplier<MigrationParameters> parameters) {
    this.parameters = parameters;
  }

  /** A section had a turn: {@code bytes} in {@code nanos}, of which all went to the link. */
  void turned(LiveSave save, IterateResult result, long bytes, long nanos) {
    if (result == IterateResult.CAUGHT_UP) {
      caughtUp.add(save);
    }
    throughput.sent(bytes, nanos);
  }

  /**
   * The destination has loaded all before {@code position}; it took {@code nanos} to hear that. The
   * wait counts as time of sending, since what was waited for only seemed to be gone.
   */
  void confirmed(long position, long nanos) {
    confirmed = position;
    throughput.sent(0, nanos);
  }

  /**
   * Whether as little is left as the limit allows, and nothing of a first pass. Without the latter
   * a small machine would be sent with its guest stopped, just because the limit allows it.
   *
   * @param left of the sections, in their order
   */
  boolean fewAreLeft(List<LiveSave> live, List<Pending> left) {
    for (int i = 0; i < live.size(); i++) {
      if (left.get(i).bytes() == 0) {
        caughtUp.add(live.get(i));
      }
    }
    return caughtUp.size() == live.size() && fits(bytes(left));
  }

  /**
   * Whether the destination said how far it is, and what may still be on the way to it fits the
   * limit, together with what is left.
   *
   * @param position bytes sent so far
   */
  boolean destinationIsNear(List<Pending> left, long position) {
    return confirmed > 0 && fits(bytes(left) + position - confirmed);
  }

  /** How long so many bytes will take, in ns. */
  long expectedNanos(long bytes) {
    double speed = throughput.bytesPerSecond(parameters.get().bytesPerSecond());
    return Math.round(bytes / speed * NANOS_PER_SECOND);
  }

  /** Bytes a second as measured, 0 while nothing is known. */
  double measuredSpeed() {
    return throughput.measured();
  }

  /** Of all sections; what they tell may be too much for a long. */
  static long bytes(List<Pending> left) {
    long bytes = 0;
    for (Pending pending : left) {
      bytes = pending.bytes() > MOST_BYTES - bytes ? MOST_BYTES : bytes + pending.bytes();
    }
    return bytes;
  }

  private boolean fits(long bytes) {
    return expectedNanos(bytes) <= TimeUnit.MILLISECONDS.toNanos(parameters.get().downtimeLimit());
  }
}
