// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;

/**
 * A guest's hashed page table at a glance.
 *
 * @param shift log2 of its bytes
 * @param slots that there are
 * @param valid slots that hold an entry with V = 1
 * @param bolted those of the valid ones that the guest keeps from eviction
 */
public record TableInfo(int shift, long slots, long valid, long bolted) {

  /** Counts. A guest that runs changes the table meanwhile: each slot counts as it was read. */
  static TableInfo of(HashPageTable table) {
    long valid = 0;
    long bolted = 0;
    SlotBitmap occupied = table.occupied();
    long slots = table.geometry().slots();
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      long dword0 = table.dword0(slot);
      if ((dword0 & Hpte.V_VALID) != 0) {
        valid++;
        bolted += (dword0 & Hpte.V_BOLTED) == 0 ? 0 : 1;
      }
    }
    return new TableInfo(table.geometry().shift(), slots, valid, bolted);
  }
}
