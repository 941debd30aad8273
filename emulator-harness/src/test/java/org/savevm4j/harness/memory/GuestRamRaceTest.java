// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A vCPU that stores twice into one page, again and again, and a saver that takes the page's mark
 * meanwhile. The second store is the one that may be lost: it finds the mark that the first one
 * set.
 */
@Tag("alone")
@Timeout(20)
class GuestRamRaceTest {

  private static final long NANOS = 1_000_000_000L;

  private final GuestRam ram = new GuestRam(4096, Arena.ofShared());
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private long saved;

  @Test
  void losesNoStoreThatRacesTheSaver() throws InterruptedException {
    Thread vcpu = new Thread(this::storeEachRound);
    vcpu.start();
    long round = 0;
    try {
      for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
        begun.set(++round);
        for (int looks = 0; done.get() < round; looks++) {
          save();
          offerCore(looks);
        }
        save();
        assertEquals(2 * round, saved, "what the saver has after both stores");
      }
    } finally {
      begun.set(Long.MAX_VALUE);
      vcpu.join();
      ram.free();
    }
    assertTrue(round > 10, round + " rounds");
  }

  private void save() {
    if (ram.dirtyPages().take(0) != 0) {
      saved = ram.getBe64(8);
    }
  }

  private void storeEachRound() {
    for (long round = 1; ; round++) {
      for (int looks = 0; begun.get() < round; looks++) {
        offerCore(looks);
      }
      if (begun.get() == Long.MAX_VALUE) {
        return;
      }
      ram.putBe64(8, 2 * round - 1);
      ram.putBe64(8, 2 * round);
      done.set(round);
    }
  }

  /** On a busy machine the other thread may need this one's core. */
  private static void offerCore(int looks) {
    if (looks < 1000) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(1_000);
    }
  }
}
