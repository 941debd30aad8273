// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The end of an incoming migration, which comes after its guest runs: sections still clean up then.
 * Who needs the sections waits for it here, so that none of them is called by two threads. Any
 * thread; the lock of migrations is taken after its own.
 */
final class ArrivalEnd {

  /** How long somebody waits who has something else to do with a monitor. */
  private static final long LIMIT_MILLIS = 5000;

  /** An incoming migration may have ended. */
  synchronized void changed() {
    notifyAll();
  }

  /**
   * Waits while a guest has come and its sections clean up.
   *
   * @param cleansUp whether that is so
   * @throws EmulatorException if it is so for too long, or who waits is interrupted
   */
  synchronized void await(BooleanSupplier cleansUp) throws EmulatorException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    try {
      while (cleansUp.getAsBoolean()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new EmulatorException(
              "sections still clean up after the migration that brought the guest;"
                  + " try again later");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted while sections clean up", interrupted);
    }
  }
}
