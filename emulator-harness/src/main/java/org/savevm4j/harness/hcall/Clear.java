// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.harness.mmu.Invalidations;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/**
 * H_CLEAR_REF and H_CLEAR_MOD: clears R or C of an entry and answers its doubleword 1 as it was.
 * The next access of any vCPU sets the bit anew.
 */
final class Clear implements HptCall {

  private final Invalidations invalidations;
  private final long bit;

  /**
   * One of the two.
   *
   * @param bit {@link Hpte#R_REFERENCED} or {@link Hpte#R_CHANGED}
   */
  Clear(Invalidations invalidations, long bit) {
    this.invalidations = invalidations;
    this.bit = bit;
  }

  @Override
  public long call(HashPageTable table, long[] args) {
    long ptex = args[1];
    if (Long.compareUnsigned(ptex, table.geometry().slots()) >= 0) {
      return Hcall.H_PARAMETER;
    }
    long dword0 = table.lock(ptex);
    if ((dword0 & Hpte.V_VALID) == 0) {
      table.unlock(ptex, dword0);
      return Hcall.H_NOT_FOUND;
    }
    long dword1 = table.dword1(ptex);
    if ((dword1 & bit) == 0) {
      table.unlock(ptex, dword0);
    } else {
      invalidations.store(table, ptex, dword0, dword1 & ~bit);
    }
    args[0] = dword1;
    return Hcall.H_SUCCESS;
  }
}
