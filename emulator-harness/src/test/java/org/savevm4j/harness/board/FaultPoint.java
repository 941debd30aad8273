// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One operation of a channel, counted from 1, that goes wrong. The channel's thread counts. */
final class FaultPoint {

  /** What goes wrong. */
  enum Kind {
    /** The operation fails. */
    FAILS,
    /** It waits until somebody ends the wait, and fails then. */
    STALLS,
    /** It moves less than it could. */
    IS_SHORT
  }

  private static final int LIMIT_SECONDS = 20;

  private final Kind kind;
  private final int at;
  private final CountDownLatch waits = new CountDownLatch(1);
  private final CountDownLatch freed = new CountDownLatch(1);
  private int count;

  FaultPoint(Kind kind, int at) {
    this.kind = kind;
    this.at = at;
  }

  /** Whether there were so many operations. */
  boolean reached() {
    return count >= at;
  }

  /** Begins an operation; answers whether it is to be short. */
  boolean operation() throws IOException {
    count++;
    if (count != at) {
      if (count > at && kind != Kind.IS_SHORT) {
        throw new IOException("injected: still broken");
      }
      return false;
    }
    return switch (kind) {
      case FAILS -> throw new IOException("injected: fault");
      case STALLS -> {
        waits.countDown();
        await(freed);
        throw new IOException("injected: closed while in use");
      }
      case IS_SHORT -> true;
    };
  }

  /**
   * Runs {@code end} when the operation waits, and then ends its wait, on a thread of its own.
   *
   * @return to be joined after {@link #over}
   */
  Thread whenItWaits(Runnable end) {
    return Thread.ofPlatform()
        .start(
            () -> {
              await(waits);
              if (freed.getCount() > 0) {
                end.run();
                freed.countDown();
              }
            });
  }

  /** Nothing waits any more, if anything did. */
  void over() {
    freed.countDown();
    waits.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody ends the wait");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
