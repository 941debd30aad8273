// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;

/**
 * The entries of a table that a stream told of. To find them costs what records have told, and
 * nothing for the rest of the table, which a few bytes can make large. One thread.
 */
public final class TableEntries {

  /** log2 of the slots that one bit of {@link #told} stands for: 64 words of the table's map. */
  private static final int CHUNK_SHIFT = 12;

  private final HashPageTable table;
  private final long slots;

  /** Which parts of the table records put entries into. */
  private final BitSet told = new BitSet();

  TableEntries(HashPageTable table) {
    this.table = table;
    this.slots = table.geometry().slots();
  }

  /** A record was stored. */
  void told(HtabRecord record) {
    if (record.valid() > 0) {
      long last = record.index() + record.valid() - 1;
      told.set((int) (record.index() >>> CHUNK_SHIFT), (int) (last >>> CHUNK_SHIFT) + 1);
    }
  }

  /** log2 of the table's bytes. */
  public int shift() {
    return table.geometry().shift();
  }

  /** How many slots the table has, at most 2^32. */
  public long slots() {
    return slots;
  }

  /** The first slot from {@code from} on with V = 1, or {@link #slots} if there is none. */
  public long nextValid(long from) {
    long slot = nextOccupied(from);
    while (slot < slots && (dword0(slot) & Hpte.V_VALID) == 0) {
      slot = nextOccupied(slot + 1);
    }
    return slot;
  }

  /** Doubleword 0 as it was sent, host bits and all. */
  public long dword0(long slot) {
    return table.memory().get(BigEndian.BE64, slot * Hpte.BYTES);
  }

  /** Doubleword 1 as it was sent. */
  public long dword1(long slot) {
    return table.memory().get(BigEndian.BE64, slot * Hpte.BYTES + Hpte.DWORD1);
  }

  /** Takes lock bits away, see {@link OnlookerTable#unlock}. */
  void unlock() {
    for (long slot = nextOccupied(0); slot < slots; slot = nextOccupied(slot + 1)) {
      table.unlock(slot, table.dword0(slot) & ~Hpte.V_LOCK);
    }
  }

  /** Of the whole table, hexadecimal; null if it is larger than what may be digested. */
  @Nullable String sha256(DigestAllowance allowance) {
    MemorySegment memory = table.memory();
    return allowance.take(memory.byteSize())
        ? Sha256.of(memory, Hpte.BYTES, table.occupied())
        : null;
  }

  private long nextOccupied(long from) {
    SlotBitmap occupied = table.occupied();
    int chunk = told.nextSetBit((int) (from >>> CHUNK_SHIFT));
    for (; chunk >= 0; chunk = told.nextSetBit(chunk + 1)) {
      long begin = (long) chunk << CHUNK_SHIFT;
      long end = begin + (1L << CHUNK_SHIFT);
      long slot = occupied.next(Math.max(from, begin), end);
      if (slot < end) {
        return slot;
      }
    }
    return slots;
  }
}
