// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory beside the table: the map of occupied slots, and a set of marks for each reader. */
class MapMemoryTest {

  /**
   * @param readers 1 is what a migration has
   * @param share the maps take at most the table's size divided by this
   */
  @ParameterizedTest
  @CsvSource({"0, 128", "1, 63", "2, 42"})
  void takesItsShareOfATableOfAnySizeFrom8MiB(int readers, int share) {
    for (int shift : new int[] {23, 27, 30, 32, 36}) {
      Counting arena = new Counting();
      HashPageTable table = new HashPageTable(new HptGeometry(shift), arena);
      for (int i = 0; i < readers; i++) {
        table.tracking().open();
      }
      long tableBytes = 1L << shift;
      long maps = arena.bytes - tableBytes;
      assertTrue(maps > 0 && maps * share <= tableBytes, readers + " at " + shift + ": " + maps);
    }
  }

  @Test
  void takesAtMostA32ndForAllReadersThatATableTakes() {
    takesItsShareOfATableOfAnySizeFrom8MiB(DirtyTracking.MAX_OPEN, 32);
  }

  @Test
  void doesNotGrowWithReadersThatComeAndGo() {
    Counting arena = new Counting();
    HashPageTable table = new HashPageTable(new HptGeometry(HptGeometry.MIN_SHIFT), arena);
    DirtyMarks first = table.tracking().open();
    table.tracking().close(first);
    long once = arena.bytes;
    for (int i = 0; i < 100; i++) {
      table.tracking().close(table.tracking().open());
    }
    assertEquals(once, arena.bytes);
  }

  /**
   * Sums up what is asked for, and gives none of it: nobody looks at a map before the first use.
   */
  private static final class Counting implements Arena {

    private final MemorySegment little = Arena.ofAuto().allocate(1 << 12, 1 << 12);
    private long bytes;

    @Override
    public MemorySegment allocate(long size, long alignment) {
      bytes += size;
      return size <= little.byteSize() ? Arena.ofAuto().allocate(size, alignment) : little;
    }

    @Override
    public MemorySegment.Scope scope() {
      return little.scope();
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("it ends by itself");
    }
  }
}
