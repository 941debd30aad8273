// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Writers race a saver that keeps to the protocol of the package description.
 *
 * <p>Seen to fail when a store marks before it locks or after it unlocks, when it shows an entry
 * without its lock or doubleword 0 before doubleword 1, when a mark sets its summary first, and
 * when the saver reads before it takes or does not mark again what it saw locked (that one not in
 * every run: the window is a few instructions wide).
 */
@Tag("alone")
final class StoreRaceTest {

  private static final ValueLayout.OfLong BE64 =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
  private static final long NANOS = 1_500_000_000L;

  private final HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofShared());
  private final DirtyMarks marks = table.tracking().open();
  private final MemorySegment mirror = Arena.ofAuto().allocate(1 << 18, 8);
  private final long[] marked = new long[256];
  private final long[] words = new long[2];
  private final long[] bits = new long[2];

  @AfterEach
  void freeTable() {
    table.free();
  }

  @Test
  void losesNoChange() throws InterruptedException, BrokenBarrierException, TimeoutException {
    long end = System.nanoTime() + NANOS;
    int rounds = 0;
    RacingWriters writers = new RacingWriters(table, 3, 1000);
    for (; System.nanoTime() < end; rounds++) {
      writers.beginRound();
      while (!writers.isRoundOver()) {
        lap();
        assertMirrorsWhatIsNotMarked();
      }
      lap();
      assertEquals(-1, table.memory().mismatch(mirror), "first byte that differs");
    }
    writers.end();
    assertTrue(rounds > 20, "rounds: " + rounds);
  }

  @Test
  void pairsNoOldDoublewordWithANewOne()
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    long end = System.nanoTime() + NANOS / 2;
    long pairs = 0;
    RacingWriters writers = new RacingWriters(table, 6, 50_000);
    while (System.nanoTime() < end) {
      writers.beginRound();
      while (!writers.isRoundOver()) {
        for (long slot : RacingWriters.SLOTS) {
          long dword0 = table.dword0(slot);
          long dword1 = table.dword1(slot);
          // an empty entry may have been a valid one in between; no valid one comes twice
          boolean settled = (dword0 & (Hpte.V_LOCK | Hpte.V_VALID)) == Hpte.V_VALID;
          if (settled && dword0 == table.dword0(slot)) {
            assertEquals(RacingWriters.dword1(dword0), dword1);
            pairs++;
          }
        }
      }
    }
    writers.end();
    assertTrue(pairs > 0, "looked at no entry");
  }

  /** A change is either marked or copied; so is an entry seen unlocked before its mark is seen. */
  private void assertMirrorsWhatIsNotMarked() {
    long[] seen = new long[RacingWriters.SLOTS.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = table.dword0(RacingWriters.SLOTS[i]);
    }
    Arrays.fill(marked, 0);
    marks.forEachWord(marked.length, (word, marks) -> marked[(int) word] = marks);
    for (int i = 0; i < seen.length; i++) {
      long slot = RacingWriters.SLOTS[i];
      boolean settled = (seen[i] & Hpte.V_LOCK) == 0;
      if (settled && (marked[(int) (slot >>> 6)] & 1L << slot) == 0) {
        assertEquals(seen[i], mirror.get(BE64, slot << 4), "doubleword 0 of an unmarked slot");
        assertEquals(
            RacingWriters.dword1(seen[i]), mirror.get(BE64, (slot << 4) + 8), "doubleword 1");
      }
    }
  }

  private void lap() {
    long from = 0;
    int taken;
    do {
      taken = marks.takeNext(from, words, bits);
      VarHandle.fullFence();
      for (int i = 0; i < taken; i++) {
        for (long left = bits[i]; left != 0; left &= left - 1) {
          copy((words[i] << 6) + Long.numberOfTrailingZeros(left));
        }
        from = words[i] + 1;
      }
    } while (taken == words.length);
  }

  private void copy(long slot) {
    long dword0 = table.dword0(slot);
    if ((dword0 & Hpte.V_LOCK) != 0) {
      marks.mark(slot);
    } else {
      mirror.set(BE64, slot << 4, dword0);
      mirror.set(BE64, (slot << 4) + 8, table.dword1(slot));
    }
  }
}
