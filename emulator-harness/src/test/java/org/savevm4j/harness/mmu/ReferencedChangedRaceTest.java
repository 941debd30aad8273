// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.Hpte;

/**
 * One vCPU that stores to a page, one that changes the protection of its entry, and a saver that
 * takes marks. In rounds: each begins with R and C clear and ends with a look at what there is.
 */
@Tag("alone")
@Timeout(30)
class ReferencedChangedRaceTest {

  private static final long NANOS = 2_000_000_000L;
  private static final long EA = 0x5678;
  private static final long RC = Hpte.R_REFERENCED | Hpte.R_CHANGED;

  private final MmuTables guest = new MmuTables();
  private final long slot = guest.map(EA, 0x9012);
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private long copied;

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void losesNeitherBitsNorProtectionNorMarks() throws InterruptedException {
    List<Thread> vcpus = List.of(vcpu(this::store), vcpu(this::protect));
    long round = 0;
    long inRaces = 0;
    try {
      for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
        guest.change(slot, MmuTables.dword0(EA), 0x9012);
        begun.set(++round);
        for (int looks = 0; done.get() < 2 * round && failures.isEmpty(); looks++) {
          inRaces += save() ? 1 : 0;
          offerCore(looks);
        }
        assertEquals(List.of(), failures);
        save();
        save();
        long pp = round & 1;
        assertEquals(0x9010 | RC | pp, guest.table.dword1(slot), "bits and protection");
        assertEquals(MmuTables.dword0(EA), guest.table.dword0(slot), "unlocked");
        assertEquals(guest.table.dword1(slot), copied, "what the saver has");
      }
    } finally {
      begun.set(Long.MAX_VALUE);
      for (Thread vcpu : vcpus) {
        vcpu.join();
      }
    }
    assertTrue(round > 100 && inRaces > 10, round + " rounds, " + inRaces + " copies in races");
  }

  /** C is set when this returns, whatever the other vCPU does. */
  private void store(long round) {
    assertEquals(0x9678, guest.mmu.access(MmuTables.MSR, EA, Access.WRITE));
    assertEquals(RC, guest.table.dword1(slot) & RC);
  }

  /** As H_PROTECT does. */
  private void protect(long round) {
    long dword0 = guest.table.lock(slot);
    long dword1 = guest.table.dword1(slot) & ~Hpte.R_PP | round & 1;
    guest.invalidations.store(guest.table, slot, dword0, dword1);
  }

  /** Takes marks and copies the slot, as the protocol of the table says; whether it was marked. */
  private boolean save() {
    if ((guest.takeMarks(slot) & 1L << slot) == 0) {
      return false;
    }
    VarHandle.fullFence();
    long dword0 = guest.table.dword0(slot);
    copied = guest.table.dword1(slot);
    if ((dword0 & Hpte.V_LOCK) != 0) {
      guest.marks.mark(slot);
    }
    return true;
  }

  private Thread vcpu(LongConsumer work) {
    Thread thread =
        new Thread(
            () -> {
              for (long round = 1; ; round++) {
                for (int looks = 0; begun.get() < round; looks++) {
                  offerCore(looks);
                }
                if (begun.get() == Long.MAX_VALUE) {
                  return;
                }
                work.accept(round);
                done.incrementAndGet();
              }
            });
    thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
    thread.start();
    return thread;
  }

  /** On a busy machine the other threads may need this one's core. */
  private static void offerCore(int looks) {
    if (looks < 1000) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(1_000);
    }
  }
}
