// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.hcall.PendingTable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;

@Tag("alone")
@Timeout(20)
class HptHolderTest {

  private final HptHolder holder = new HptHolder(24, new PendingTable());
  private HashPageTable first;

  @BeforeEach
  void boot() {
    first = HptHolder.fresh(new HptGeometry(18));
    holder.install(first);
  }

  @Test
  void beginsWithoutATable() {
    HptHolder empty = new HptHolder(24, new PendingTable());
    assertNull(empty.current());
    assertEquals(0, empty.generation());
    try (HptLease lease = empty.lease()) {
      assertNull(lease.table());
    }
  }

  @Test
  void tellsWhatALoadMayDo() {
    assertEquals(24, holder.maxShift());
    assertEquals(Hpte.V_HOST, holder.clearedOnLoad());
  }

  @Test
  void leasesTableAndGenerationTogether() {
    try (HptLease lease = holder.lease()) {
      assertSame(first, lease.table());
      assertEquals(1, lease.generation());
      holder.adopt(null);
      assertSame(first, lease.table());
      assertEquals(1, lease.generation());
    }
    assertEquals(2, holder.generation());
    assertNull(holder.current());
  }

  @Test
  void freesAReplacedTableThatNobodyHolds() {
    holder.adopt(HptHolder.fresh(new HptGeometry(19)));
    assertFreed(first);
  }

  @Test
  void freesAReplacedTableWithItsLastLease() {
    HptLease one = holder.lease();
    HptLease two = holder.lease();
    holder.adopt(null);
    one.close();
    one.close();
    assertEquals(0, first.dword0(0));
    two.close();
    assertFreed(first);
  }

  @Test
  void keepsTheCurrentTableWhenALeaseCloses() {
    holder.lease().close();
    assertEquals(0, first.dword0(0));
  }

  @Test
  void allocatesATableThatNobodyElseSees() throws IOException {
    HashPageTable fresh = holder.allocate(new HptGeometry(20));
    assertEquals(20, fresh.geometry().shift());
    assertSame(first, holder.current());
    assertEquals(1, holder.generation());
    fresh.free();
  }

  @Test
  void givesLeasesWhileTablesAreReplaced() throws InterruptedException {
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread reader =
          new Thread(
              () -> {
                while (running.get()) {
                  try (HptLease lease = holder.lease()) {
                    HashPageTable table = lease.table();
                    if (table.dword1(0) != lease.generation()) {
                      throw new AssertionError("table and generation are not of one moment");
                    }
                  }
                }
              });
      reader.setUncaughtExceptionHandler((thread, e) -> failure.compareAndSet(null, e));
      readers.add(reader);
    }
    holder.install(numbered(2));
    readers.forEach(Thread::start);
    for (long next = 3; next < 1000; next++) {
      holder.adopt(numbered(next));
    }
    running.set(false);
    for (Thread reader : readers) {
      reader.join();
    }
    assertNull(failure.get());
  }

  private static HashPageTable numbered(long generation) {
    HashPageTable table = HptHolder.fresh(new HptGeometry(18));
    table.lock(0);
    table.store(0, Hpte.V_VALID, generation);
    return table;
  }

  private static void assertFreed(HashPageTable table) {
    assertThrows(IllegalStateException.class, () -> table.dword0(0));
  }
}
