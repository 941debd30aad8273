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

  /** A monitor that waits takes no other command. */
  private static final long LIMIT_SECONDS = 5;

  /** To be told of each phase of an incoming migration: it may have been the last. */
  synchronized void changed() {
    notifyAll();
  }

  /**
   * Waits while a guest has come and its sections clean up.
   *
   * @param cleansUp whether that is so
   * @throws EmulatorException if it is so for 5 s, or the thread is interrupted
   */
  synchronized void await(BooleanSupplier cleansUp) throws EmulatorException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
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
