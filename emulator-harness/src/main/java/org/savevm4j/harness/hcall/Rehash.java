// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;

/**
 * Brings entries to where their hashes lead in a table of another size. Nobody else uses either
 * table meanwhile, but a saver may read the old one.
 */
final class Rehash {

  private Rehash() {}

  /**
   * Copies the bolted entries of {@code old} to {@code fresh}, which is empty: each into the group
   * that its hash selects there, as the same slot of the group.
   *
   * @return success; PTEG full if two meet in one slot; hardware if one has a segment or page size
   *     that the MMU does not know, and thus no hash
   */
  static long bolted(HashPageTable old, HashPageTable fresh) {
    SlotBitmap occupied = old.occupied();
    long slots = old.geometry().slots();
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      long dword0 = old.dword0(slot);
      long code = isBolted(dword0) ? move(old, fresh, slot, dword0) : Hcall.H_SUCCESS;
      if (code != Hcall.H_SUCCESS) {
        return code;
      }
    }
    return Hcall.H_SUCCESS;
  }

  private static boolean isBolted(long dword0) {
    return (dword0 & Hpte.V_VALID) != 0 && (dword0 & Hpte.V_BOLTED) != 0;
  }

  private static long move(HashPageTable old, HashPageTable fresh, long slot, long dword0) {
    long dword1 = old.dword1(slot);
    SegmentSize segment = SegmentSize.of(dword0);
    PageSize size = PageSize.of(dword0, dword1);
    if (segment == null || size == null) {
      return Hcall.H_HARDWARE;
    }
    long group = HptHash.firstSlot(hash(dword0, slot, size.baseShift(), segment), fresh.geometry());
    long to = group + slot % HptGeometry.SLOTS_PER_PTEG;
    long there = fresh.lock(to);
    if ((there & Hpte.V_VALID) != 0) {
      fresh.unlock(to, there);
      return Hcall.H_PTEG_FULL;
    }
    fresh.store(to, dword0, dword1);
    return Hcall.H_SUCCESS;
  }

  /** The hash that leads to an entry, whole: the old table needed only its low bits. */
  private static long hash(long dword0, long slot, int baseShift, SegmentSize segment) {
    long page = HptHash.pageNumber(dword0, slot, baseShift, segment);
    long vsid = HptHash.vsid(dword0, segment);
    long primary = HptHash.primary(vsid, page << baseShift, baseShift, segment);
    return (dword0 & Hpte.V_SECONDARY) == 0 ? primary : HptHash.secondary(primary);
  }
}
