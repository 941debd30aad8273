// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashPageTableTest {

  private static final long D0 = 0x40046e93b0001005L | Hpte.V_VALID;
  private static final long D1 = 0x1fa01196L;

  private final HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofShared());
  private final DirtyMarks marks = table.tracking().open();

  @Test
  void isEmptyAtFirst() {
    assertEquals(1 << 18, table.memory().byteSize());
    assertArrayEquals(new byte[1 << 18], table.memory().toArray(ValueLayout.JAVA_BYTE));
    assertEquals(256, table.occupied().words());
    assertEquals(256, marks.words());
    assertEquals(0, marks.takeNext(0, new long[1], new long[1]));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 64, 16383})
  void storesAnEntryBigEndianInItsPlace(long slot) {
    assertEquals(0, table.lock(slot));
    table.store(slot, D0, D1);
    assertEquals(
        "40046e93b0001005" + "000000001fa01196",
        HexFormat.of()
            .formatHex(table.memory().asSlice(slot * 16, 16).toArray(ValueLayout.JAVA_BYTE)));
    assertEquals(D0, table.dword0(slot));
    assertEquals(D1, table.dword1(slot));
    assertTrue(table.occupied().get(slot));
    assertEquals(1L << slot, marks.take(slot >> 6));
  }

  @Test
  void clearsAnEntryAsAWholeWhenItsValidBitIsNotSet() {
    table.lock(7);
    table.store(7, D0, D1);
    marks.take(0);
    table.lock(7);
    table.store(7, D0 & ~Hpte.V_VALID, D1);
    assertEquals(0, table.dword0(7));
    assertEquals(0, table.dword1(7));
    assertFalse(table.occupied().get(7));
    assertEquals(1L << 7, marks.take(0), "an invalidation is a change");
    assertFalse(table.mayHoldStrays(), "a guest makes no stray");
  }

  @Test
  void keepsInMindThatAStrayWasStored() {
    assertFalse(table.mayHoldStrays());
    table.noteStray();
    table.lock(7);
    table.store(7, D0, D1);
    assertTrue(table.mayHoldStrays());
  }

  @Test
  void showsTheLockInTheEntryAndHidesItFromWhoHoldsIt() {
    table.lock(7);
    table.store(7, D0, D1);
    assertEquals(D0, table.lock(7));
    assertEquals(D0 | Hpte.V_LOCK, table.dword0(7));
    table.unlock(7, D0);
    assertEquals(D0, table.dword0(7));
    assertEquals(D1, table.dword1(7));
  }

  @Test
  void marksNothingWhenAnEntryIsUnlockedAsItWas() {
    table.unlock(7, table.lock(7));
    assertEquals(0, marks.take(0));
    assertFalse(table.occupied().get(7));
  }

  @Test
  void locksOneEntryAlone() {
    table.lock(7);
    assertEquals(0, table.lock(6));
    assertEquals(0, table.lock(8));
    table.unlock(8, 0);
    assertEquals(Hpte.V_LOCK, table.dword0(7));
    assertEquals(0, table.dword0(8));
  }

  @Test
  void waitsForWhoeverHoldsTheLock()
      throws InterruptedException, ExecutionException, TimeoutException {
    table.lock(7);
    AtomicLong found = new AtomicLong(-1);
    CompletableFuture<Void> locked = new CompletableFuture<>();
    Thread waiter =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  found.set(table.lock(7));
                  locked.complete(null);
                });
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      assertFalse(locked.isDone(), "got the lock though it is held");
      Thread.onSpinWait();
    }
    assertEquals(-1, found.get());
    table.store(7, D0, D1);
    locked.get(10, TimeUnit.SECONDS);
    assertEquals(D0, found.get());
    assertEquals(D0 | Hpte.V_LOCK, table.dword0(7));
  }

  @Test
  void setsReferencedAndChangedAndMarksTheEntry() {
    table.lock(70);
    table.store(70, D0, D1 & ~(Hpte.R_REFERENCED | Hpte.R_CHANGED));
    marks.take(1);
    long found = table.dword1(70);
    assertTrue(table.setReferencedChanged(70, D0, found, Hpte.R_REFERENCED));
    assertEquals(found | Hpte.R_REFERENCED, table.dword1(70));
    assertEquals(D0, table.dword0(70), "unlocked");
    assertEquals(1L << 6, marks.take(1));
    // R and C do not tell an entry from another, nor does the lock
    long both = Hpte.R_REFERENCED | Hpte.R_CHANGED;
    assertTrue(table.setReferencedChanged(70, D0 | Hpte.V_LOCK, found, both));
    assertEquals(found | both, table.dword1(70));
    assertEquals(1L << 6, marks.take(1));
  }

  @Test
  void marksNothingWhenReferencedAndChangedAreSetAlready() {
    table.lock(70);
    table.store(70, D0, D1 | Hpte.R_REFERENCED);
    marks.take(1);
    assertTrue(table.setReferencedChanged(70, D0, D1, Hpte.R_REFERENCED));
    assertEquals(D1 | Hpte.R_REFERENCED, table.dword1(70));
    assertEquals(0, marks.take(1));
  }

  @Test
  void leavesAloneAnEntryThatIsAnotherByNow() {
    table.lock(70);
    table.store(70, D0, 0x1000);
    marks.take(1);
    assertFalse(table.setReferencedChanged(70, D0 | Hpte.V_LARGE << 8, 0x1000, Hpte.R_CHANGED));
    assertFalse(table.setReferencedChanged(70, D0, 0x2000, Hpte.R_CHANGED));
    assertEquals(D0, table.dword0(70));
    assertEquals(0x1000, table.dword1(70));
    assertEquals(0, marks.take(1));
  }

  @Test
  void givesItsMemoryBack() {
    table.free();
    assertThrows(IllegalStateException.class, () -> table.dword0(0));
    assertThrows(IllegalStateException.class, () -> table.occupied().get(0));
    assertThrows(IllegalStateException.class, () -> marks.take(0));
  }
}
