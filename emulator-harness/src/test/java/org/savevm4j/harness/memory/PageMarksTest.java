// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("alone")
@Timeout(20)
class PageMarksTest {

  /** Pages of 512 GiB. */
  private static final long MANY = 1L << 27;

  private static final long NANOS = 1_000_000_000L;
  private static final long STORES = 16;

  @Test
  void findsExactlyTheWordsWithMarksInAnyOrderOfMarking() {
    Random random = new Random(1);
    for (int pages : new int[] {1, 63, 64, 65, 4096, 4097, 300_001}) {
      try (Arena arena = Arena.ofShared()) {
        PageMarks marks = new PageMarks(pages, arena);
        BitSet expected = new BitSet();
        for (int i = 0; i < 200; i++) {
          int page = random.nextInt(pages);
          marks.mark(page);
          expected.set(page);
        }
        assertEquals(expected.cardinality(), marks.count());
        assertEquals(expected, takeAll(marks));
        assertEquals(0, marks.count());
        assertEquals(marks.words(), marks.next(0));
      }
    }
  }

  @Test
  void marksTakenOfOneWordLeaveThoseOfTheOthers() {
    try (Arena arena = Arena.ofShared()) {
      PageMarks marks = new PageMarks(MANY >> 8, arena);
      marks.mark(64);
      marks.mark(129);
      marks.mark(8192);
      assertEquals(0b10, marks.take(2));
      assertEquals(1, marks.next(0));
      assertEquals(128, marks.next(2));
      assertEquals(0b1, marks.take(1));
      assertEquals(0b1, marks.take(128));
      assertEquals(0, marks.count());
    }
  }

  @Test
  void looksAtNoMoreThanTheTopWhereNothingChanged() {
    PageMarks marks = new PageMarks(MANY, new OnlyTop());
    assertEquals(marks.words(), marks.next(0));
    assertEquals(0, marks.count());
  }

  /** Pages of one word, its neighbour and another group, so that all levels are raced for. */
  @Test
  void losesNoMarkThatRacesItsTaking() throws InterruptedException {
    long[] pages = {3, 70, 64 * 64 + 1};
    long[] saved = new long[pages.length];
    AtomicLongArray stored = new AtomicLongArray(pages.length);
    AtomicLong begun = new AtomicLong();
    AtomicLong done = new AtomicLong();
    long round = 0;
    try (Arena arena = Arena.ofShared()) {
      PageMarks marks = new PageMarks(1 << 14, arena);
      Thread vcpu = new Thread(() -> markEachRound(marks, pages, stored, begun, done));
      vcpu.start();
      try {
        for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
          begun.set(++round);
          for (int looks = 0; done.get() < round; looks++) {
            save(marks, pages, stored, saved);
            offerCore(looks);
          }
          save(marks, pages, stored, saved);
          for (long store : saved) {
            assertEquals(STORES * round, store, "the store of a page that the saver saw");
          }
        }
      } finally {
        begun.set(Long.MAX_VALUE);
        vcpu.join();
      }
    }
    assertTrue(round > 10, round + " rounds");
  }

  private static void markEachRound(
      PageMarks marks, long[] pages, AtomicLongArray stored, AtomicLong begun, AtomicLong done) {
    for (long round = 1; ; round++) {
      for (int looks = 0; begun.get() < round; looks++) {
        offerCore(looks);
      }
      if (begun.get() == Long.MAX_VALUE) {
        return;
      }
      // the last store of a page is the one that may be lost: it finds the upper levels marked
      for (int i = 0; i < pages.length; i++) {
        for (long store = STORES * (round - 1) + 1; store <= STORES * round; store++) {
          stored.setOpaque(i, store);
          marks.mark(pages[i]);
        }
      }
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

  private static void save(PageMarks marks, long[] pages, AtomicLongArray stored, long[] saved) {
    for (long word = marks.next(0); word < marks.words(); word = marks.next(word + 1)) {
      long bits = marks.take(word);
      for (int i = 0; i < pages.length; i++) {
        if (pages[i] >>> 6 == word && (bits & 1L << pages[i]) != 0) {
          saved[i] = stored.get(i);
        }
      }
    }
  }

  private static BitSet takeAll(PageMarks marks) {
    BitSet taken = new BitSet();
    for (long word = marks.next(0); word < marks.words(); word = marks.next(word + 1)) {
      long bits = marks.take(word);
      for (; bits != 0; bits &= bits - 1) {
        taken.set((int) (word << 6) + Long.numberOfTrailingZeros(bits));
      }
    }
    return taken;
  }

  /** Gives memory only to small allocations; whoever looks at a large one gets an exception. */
  private static final class OnlyTop implements Arena {

    private static final long MOST = 1 << 14;

    private final Arena arena = Arena.ofAuto();

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
      return arena.allocate(bytes > MOST ? 0 : bytes, alignment);
    }

    @Override
    public MemorySegment.Scope scope() {
      return arena.scope();
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("it ends by itself");
    }
  }
}
