// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * How fast the link takes bytes, from the time that was spent sending, waits for the rate limit
 * left out: the speed at which the stop will go. The migration thread only.
 */
final class Throughput {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Before this many bytes were sent there is nothing to judge by. */
  private static final long ENOUGH_BYTES = 1 << 20;

  /** Share of the newest window in the running figure. */
  private static final double WEIGHT = 0.5;

  private long bytes;
  private long nanos;
  private double bytesPerSecond;

  void sent(long moreBytes, long inNanos) {
    bytes += moreBytes;
    nanos += inNanos;
    if (bytes >= ENOUGH_BYTES && nanos > 0) {
      double window = bytes * NANOS_PER_SECOND / nanos;
      bytesPerSecond =
          bytesPerSecond == 0 ? window : bytesPerSecond * (1 - WEIGHT) + window * WEIGHT;
      bytes = 0;
      nanos = 0;
    }
  }

  /** Bytes a second as measured, 0 while nothing is known. */
  double measured() {
    return bytesPerSecond;
  }

  /** Bytes a second, at most {@code limit}, which is also the answer while nothing is known. */
  double bytesPerSecond(long limit) {
    return bytesPerSecond == 0 ? (double) limit : Math.min((double) limit, bytesPerSecond);
  }
}
