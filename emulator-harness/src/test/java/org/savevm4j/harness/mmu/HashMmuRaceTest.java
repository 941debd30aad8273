// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** Translations on this thread while another one stores into the entry that they need. */
@Tag("alone")
@Timeout(20)
class HashMmuRaceTest {

  private static final long NANOS = 700_000_000L;

  private final HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofShared());
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong stored = new AtomicLong();
  private final Slb slb = new Slb();

  @AfterEach
  void free() {
    table.free();
  }

  @Test
  void neverMissesAPageWhoseEntryIsOnlyChanged() throws InterruptedException {
    slb(1);
    store(1);
    Thread storing = storing(n -> store(1));
    long translations = 0;
    for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; translations++) {
      Translation found =
          assertInstanceOf(Translation.class, HashMmu.translate(table, slb, HashMmu.MSR_DR, 0));
      assertEquals(1L << 12, found.ra());
    }
    finish(storing);
    assertTrue(translations > 10 && stored.get() > 10);
  }

  @Test
  void neverPairsOnePageWithTheRealAddressOfAnother() throws InterruptedException {
    Thread storing = storing(this::store);
    long hits = 0;
    for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
      long vsid = stored.get();
      slb(vsid);
      if (HashMmu.translate(table, slb, HashMmu.MSR_DR, 0) instanceof Translation found) {
        hits++;
        assertEquals(vsid << 12, found.ra());
      }
    }
    finish(storing);
    assertTrue(hits > 10, hits + " hits");
  }

  private Thread storing(LongConsumer store) {
    Thread thread =
        new Thread(
            () -> {
              for (long n = 1; running.get(); n++) {
                store.accept(n);
                stored.set(n);
              }
            });
    thread.start();
    return thread;
  }

  private void finish(Thread storing) throws InterruptedException {
    running.set(false);
    storing.join();
  }

  /** All these segments have their first page in the same group, since it has 11 bits. */
  private void slb(long n) {
    slb.set(
        0,
        Slb.esidWord(0, SegmentSize.MIB_256),
        Slb.vsidWord(n << 11, SegmentSize.MIB_256, PageSize.BASE_4K, 0));
  }

  private void store(long n) {
    table.lock(0);
    table.store(
        0, HptHash.avpn(n << 11, 0, 12, SegmentSize.MIB_256) | Hpte.V_VALID, n << 12 | 0x190);
  }
}
