// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.SlotBitmap;
import org.savevm4j.stream.BigEndian;

/**
 * Stores records into a table that nobody else sees. Owned by the incoming thread.
 *
 * <p>V is not asked for: QEMU takes an entry with V = 0, so it is stored here too and counts as an
 * empty slot wherever V is read. A record that asks for empty slots costs time only for those that
 * hold something.
 */
public final class HtabApplier {

  private final HashPageTable table;
  private final MemorySegment memory;
  private final SlotBitmap occupied;
  private final long kept;

  /**
   * @param clearedBits bits of doubleword 0 that no stored entry keeps
   */
  public HtabApplier(HashPageTable table, long clearedBits) {
    this.table = table;
    this.memory = table.memory();
    this.occupied = table.occupied();
    this.kept = ~clearedBits;
  }

  /**
   * Checks a record against the table, then gets its entries and stores all that it says.
   *
   * @param offset where the record's header began in the stream, in bytes
   * @param entries gives the record's entries, in their order
   */
  public void apply(HtabRecord record, long offset, EntryInput entries) throws IOException {
    record.check(offset, table.geometry().slots());
    long bytes = (long) record.valid() * HtabRecord.ENTRY_BYTES;
    entries.get(memory, record.index() * HtabRecord.ENTRY_BYTES, bytes);
    long slot = record.index();
    for (long end = slot + record.valid(); slot < end; slot++) {
      settle(slot);
    }
    clear(slot, slot + record.invalid());
  }

  private void settle(long slot) {
    long at = slot * HtabRecord.ENTRY_BYTES;
    long dword0 = memory.get(BigEndian.BE64, at) & kept;
    memory.set(BigEndian.BE64, at, dword0);
    if ((dword0 | memory.get(BigEndian.BE64, at + Long.BYTES)) != 0) {
      occupied.set(slot);
    } else {
      occupied.clear(slot);
    }
  }

  private void clear(long from, long to) {
    for (long word = from >>> 6; word << 6 < to; word++) {
      long mask = -1L;
      if (word << 6 < from) {
        mask <<= from;
      }
      if (to - (word << 6) < 64) {
        mask &= (1L << to) - 1;
      }
      for (long full = occupied.take(word, mask); full != 0; full &= full - 1) {
        long slot = (word << 6) + Long.numberOfTrailingZeros(full);
        memory.asSlice(slot * HtabRecord.ENTRY_BYTES, HtabRecord.ENTRY_BYTES).fill((byte) 0);
      }
    }
  }
}
