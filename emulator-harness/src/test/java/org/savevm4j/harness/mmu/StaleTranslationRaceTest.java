// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One vCPU translates while another replaces the entry: its page comes and goes and comes back with
 * another real address, with entries of other pages in the slot in between.
 */
@Tag("alone")
@Timeout(20)
class StaleTranslationRaceTest {

  private static final long NANOS = 1_500_000_000L;
  private static final long EA = 0x5678;

  private final MmuTables guest = new MmuTables();
  private final long slot = guest.map(EA, 1L << 12 | 0x192);

  /** The last page that the slot was emptied of, and the last that it may have. */
  private final AtomicLong gone = new AtomicLong();

  private final AtomicLong come = new AtomicLong(1);
  private final AtomicBoolean running = new AtomicBoolean(true);

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void usesNoEntryThatWasTakenAwayBeforeTheTranslationBegan() throws InterruptedException {
    Thread replacing = new Thread(this::replace);
    replacing.start();
    long hits = 0;
    long changes = 0;
    long last = 0;
    try {
      for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
        long before = gone.get();
        long ra = guest.mmu.access(MmuTables.MSR, EA, Access.WRITE);
        long after = come.get();
        if (ra != VcpuMmu.MISS) {
          long page = ra >>> 12;
          assertEquals(EA & 0xfff, ra & 0xfff);
          assertTrue(page > before, () -> page + " was gone, and so was " + before);
          assertTrue(page <= after, () -> page + " is another page's; this one's is " + after);
          hits++;
          changes += page == last ? 0 : 1;
          last = page;
        }
      }
    } finally {
      running.set(false);
      replacing.join();
    }
    assertTrue(hits > 100 && changes > 10, hits + " hits, " + changes + " changes");
  }

  private void replace() {
    for (long n = 1; running.get(); n++) {
      guest.change(slot, 0, 0);
      gone.set(n);
      // the slot is another page's meanwhile, whose real address no one may take for the first's
      guest.change(slot, MmuTables.dword0(EA + (1 << 23)), 1L << 40 | 0x192);
      guest.change(slot, 0, 0);
      come.set(n + 1);
      guest.change(slot, MmuTables.dword0(EA), (n + 1) << 12 | (n % 2 == 0 ? 0x192 : 0x12));
      for (int i = 0; i < n % 64; i++) {
        Thread.onSpinWait();
      }
    }
  }
}
