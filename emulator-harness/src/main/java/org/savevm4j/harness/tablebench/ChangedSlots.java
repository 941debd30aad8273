// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabRecord;

/** Slots by chance, valid or not, that are to count as changed; some may be drawn twice. */
final class ChangedSlots {

  private static final long SEED = 6;

  private final HashPageTable table;
  private final MemorySegment memory;
  private final long[] slots;

  ChangedSlots(HashPageTable table, ChangedShare share) {
    this.table = table;
    this.memory = table.memory();
    SplittableRandom random = new SplittableRandom(SEED);
    long all = table.geometry().slots();
    this.slots = random.longs(share.of(all), 0, all).toArray();
  }

  /** Marks them in all sets that are open. */
  void mark() {
    for (DirtyMarks marks : table.tracking().sets()) {
      for (long slot : slots) {
        marks.mark(slot);
      }
    }
  }

  /** Sets the dirty bit of C in them. Until C has taken it, they are locked for us. */
  void setDirty() {
    for (long slot : slots) {
      long at = slot * HtabRecord.ENTRY_BYTES + PlainC.DIRTY_OFFSET;
      byte before = memory.get(ValueLayout.JAVA_BYTE, at);
      memory.set(ValueLayout.JAVA_BYTE, at, (byte) (before | PlainC.DIRTY));
    }
  }

  /**
   * Makes sure that C took its bits, by a look at the first and the last; a look at all would bring
   * them into the cache.
   */
  void requireClean() throws IOException {
    if (slots.length > 0) {
      requireClean(slots[0]);
      requireClean(slots[slots.length - 1]);
    }
  }

  private void requireClean(long slot) throws IOException {
    long at = slot * HtabRecord.ENTRY_BYTES + PlainC.DIRTY_OFFSET;
    if ((memory.get(ValueLayout.JAVA_BYTE, at) & PlainC.DIRTY) != 0) {
      throw new IOException("C left slot " + slot + " dirty after its pass");
    }
  }
}
