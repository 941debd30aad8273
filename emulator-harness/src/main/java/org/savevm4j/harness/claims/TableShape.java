// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;

/**
 * Which slots of a table are valid.
 *
 * @param slots of the table
 * @param valid those with V = 1
 * @param bolted those of the valid ones that the guest keeps from eviction
 * @param primary valid entries under their primary hash, by slot of the group
 * @param secondary the others, by slot of the group
 * @param heldBack valid entries with an empty slot before them in their group
 */
record TableShape(
    long slots, long valid, long bolted, long[] primary, long[] secondary, long heldBack) {

  /** Counts; the guest stands still. */
  static TableShape of(HashPageTable table) {
    long bolted = 0;
    long heldBack = 0;
    long valid = 0;
    long[] primary = new long[HptGeometry.SLOTS_PER_PTEG];
    long[] secondary = new long[HptGeometry.SLOTS_PER_PTEG];
    SlotBitmap occupied = table.occupied();
    long slots = table.geometry().slots();
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      long dword0 = table.dword0(slot);
      if ((dword0 & Hpte.V_VALID) != 0) {
        valid++;
        bolted += (dword0 & Hpte.V_BOLTED) == 0 ? 0 : 1;
        int place = (int) (slot % HptGeometry.SLOTS_PER_PTEG);
        ((dword0 & Hpte.V_SECONDARY) == 0 ? primary : secondary)[place]++;
        heldBack += hasRoomBefore(table, slot, place) ? 1 : 0;
      }
    }
    return new TableShape(slots, valid, bolted, primary, secondary, heldBack);
  }

  private static boolean hasRoomBefore(HashPageTable table, long slot, int place) {
    for (long before = slot - place; before < slot; before++) {
      if ((table.dword0(before) & Hpte.V_VALID) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Share of the slots that are valid, 0 to 1. */
  double occupancy() {
    return (double) valid / slots;
  }

  /** Share of the valid entries at a place of their group, 0 to 1. */
  double at(int place) {
    return valid == 0 ? 0 : (double) (primary[place] + secondary[place]) / valid;
  }

  /** Share of the valid entries that are found by the secondary hash, 0 to 1. */
  double bySecondary() {
    long sum = 0;
    for (long entries : secondary) {
      sum += entries;
    }
    return valid == 0 ? 0 : (double) sum / valid;
  }

  /** Share of the valid entries with an empty slot before them in their group, 0 to 1. */
  double behindRoom() {
    return valid == 0 ? 0 : (double) heldBack / valid;
  }
}
