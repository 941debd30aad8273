// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/**
 * H_ENTER: puts an entry into a free slot of a group, or into exactly one.
 *
 * <p>The entry is stored as the guest gave it, less the host's bits. One with V = 0 is stored too,
 * and leaves the slot free.
 */
final class Enter implements HptCall {

  private static final long WRITE_THROUGH = 0x40;
  private static final long INHIBITED = 0x20;
  private static final long COHERENT = 0x10;

  private final long ramBytes;

  Enter(long ramBytes) {
    this.ramBytes = ramBytes;
  }

  @Override
  public long call(HashPageTable table, long[] args) {
    long flags = args[0];
    long ptex = args[1];
    long dword0 = args[2] & ~Hpte.V_HOST;
    long dword1 = args[3];
    PageSize size = PageSize.of(dword0, dword1);
    if (size == null
        || !cacheable(dword1, size)
        || Long.compareUnsigned(ptex, table.geometry().slots()) >= 0) {
      return Hcall.H_PARAMETER;
    }
    long slot = ptex;
    long end = ptex + 1;
    if ((flags & Hcall.H_EXACT) == 0) {
      slot = ptex & ~Hcall.SLOT_OF_GROUP;
      end = slot + HptGeometry.SLOTS_PER_PTEG;
    }
    for (; slot < end; slot++) {
      if (enter(table, slot, dword0, dword1)) {
        args[0] = slot;
        return Hcall.H_SUCCESS;
      }
    }
    return Hcall.H_PTEG_FULL;
  }

  /** Stores the entry if the slot is free. */
  private static boolean enter(HashPageTable table, long slot, long dword0, long dword1) {
    // a look first: most slots of a full group would be locked for nothing, and marked again
    if ((table.dword0(slot) & Hpte.V_VALID) != 0) {
      return false;
    }
    long old = table.lock(slot);
    if ((old & Hpte.V_VALID) != 0) {
      table.unlock(slot, old);
      return false;
    }
    table.store(slot, dword0, dword1);
    return true;
  }

  /** Whether RAM is to be cached, and anything else not. */
  private boolean cacheable(long dword1, PageSize size) {
    long ra = dword1 & Hpte.R_RPN & -(1L << size.actualShift());
    if (ra < ramBytes) {
      return (dword1 & Hpte.R_WIMG) == COHERENT;
    }
    return (dword1 & (WRITE_THROUGH | INHIBITED)) == INHIBITED;
  }
}
