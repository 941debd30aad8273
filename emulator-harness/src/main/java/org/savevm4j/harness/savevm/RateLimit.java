// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Bytes that may go in the current window of 100 ms. What a window overshoots, the next ones lack.
 * The migration thread only.
 */
final class RateLimit {

  static final long WINDOW_NANOS = 100_000_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private long windowEnd;
  private long left;

  /**
   * Opens the next window if the current one is over.
   *
   * @param now moment of {@link System#nanoTime()}
   * @param bytesPerSecond the limit in force, above 0
   */
  void tick(long now, long bytesPerSecond) {
    if (windowEnd == 0 || now - windowEnd >= 0) {
      long window = Math.max(1, Math.round(bytesPerSecond * (WINDOW_NANOS / NANOS_PER_SECOND)));
      left = windowEnd == 0 ? window : Math.min(0, left) + window;
      windowEnd = now + WINDOW_NANOS;
    }
  }

  void spend(long bytes) {
    left -= bytes;
  }

  /** Bytes that may still go in this window; not above 0 when it is used up. */
  long left() {
    return left;
  }

  /** Waits until the next window opens, or until {@code cancelled} is counted down. */
  void awaitWindow(CountDownLatch cancelled) throws IOException {
    try {
      cancelled.await(Math.max(0, windowEnd - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("the migration thread was interrupted", interrupted);
    }
  }
}
