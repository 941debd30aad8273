// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.SplittableRandom;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;

/** Tables that no guest made. */
final class MadeTable {

  private static final long HASHES = 1L << 40;

  private MadeTable() {}

  /** An empty one; the caller frees it. */
  static HashPageTable empty(int shift) {
    return new HashPageTable(new HptGeometry(shift), SparseArena.ofShared());
  }

  /** One with an entry in each slot; the caller frees it. */
  static HashPageTable full(int shift) {
    HashPageTable table = empty(shift);
    for (long slot = 0; slot < table.geometry().slots(); slot++) {
      store(table, slot, 0);
    }
    return table;
  }

  /** One of {@code shift} that repeats a smaller one; the caller frees it. */
  static HashPageTable tiled(HashPageTable tile, int shift) {
    HashPageTable table = empty(shift);
    long slots = tile.geometry().slots();
    SlotBitmap occupied = tile.occupied();
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      long dword0 = tile.dword0(slot) & ~Hpte.V_HOST;
      for (long at = slot; at < table.geometry().slots(); at += slots) {
        table.lock(at);
        table.store(at, dword0, tile.dword1(slot));
      }
    }
    return table;
  }

  /**
   * Fills a table as a guest does: each page goes to a group by chance, to its first empty slot, or
   * to that of the secondary group; a page that finds no room is left out.
   *
   * @param from entries that were added before
   * @param to entries when it is done
   * @return entries that are in the table now
   */
  static long fill(HashPageTable table, SplittableRandom random, long from, long to) {
    long entries = from;
    for (long page = from; page < to; page++) {
      long hash = random.nextLong(HASHES);
      if (enter(table, hash, 0) || enter(table, ~hash, Hpte.V_SECONDARY)) {
        entries++;
      }
    }
    return entries;
  }

  private static boolean enter(HashPageTable table, long hash, long secondary) {
    long first = (hash & table.geometry().ptegMask()) * HptGeometry.SLOTS_PER_PTEG;
    for (long slot = first; slot < first + HptGeometry.SLOTS_PER_PTEG; slot++) {
      if ((table.dword0(slot) & Hpte.V_VALID) == 0) {
        store(table, slot, secondary);
        return true;
      }
    }
    return false;
  }

  /** Stores a valid entry with some more bits of doubleword 0. */
  static void store(HashPageTable table, long slot, long bits) {
    table.lock(slot);
    table.store(slot, slot << 12 & Hpte.V_AVPN | bits | Hpte.V_VALID, slot << 12 & Hpte.R_RPN);
  }
}
