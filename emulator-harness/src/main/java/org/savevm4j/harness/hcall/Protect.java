// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.harness.mmu.Invalidations;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/** H_PROTECT: changes the protection and the key of an entry, and nothing else of it. */
final class Protect implements HptCall {

  /** The low bits of the flags are those of doubleword 1. */
  private static final long LOW = Hpte.R_PP | Hpte.R_NO_EXECUTE | Hpte.R_KEY_LOW;

  private static final long CHANGED = LOW | Hpte.R_PP0 | Hpte.R_KEY_HIGH;

  private final Invalidations invalidations;

  Protect(Invalidations invalidations) {
    this.invalidations = invalidations;
  }

  @Override
  public long call(HashPageTable table, long[] args) {
    long flags = args[0];
    long ptex = args[1];
    if (Long.compareUnsigned(ptex, table.geometry().slots()) >= 0) {
      return Hcall.H_PARAMETER;
    }
    long dword0 = table.lock(ptex);
    if (!Remove.matches(dword0, flags, args[2])) {
      table.unlock(ptex, dword0);
      return Hcall.H_NOT_FOUND;
    }
    long protection =
        ((flags << 55) & Hpte.R_PP0) | ((flags << 48) & Hpte.R_KEY_HIGH) | (flags & LOW);
    long dword1 = (table.dword1(ptex) & ~CHANGED) | protection;
    invalidations.store(table, ptex, dword0, dword1);
    return Hcall.H_SUCCESS;
  }
}
