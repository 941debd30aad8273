// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.harness.mmu.Invalidations;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/** H_REMOVE: empties a slot and answers what was in it. */
final class Remove implements HptCall {

  private final Invalidations invalidations;

  Remove(Invalidations invalidations) {
    this.invalidations = invalidations;
  }

  @Override
  public long call(HashPageTable table, long[] args) {
    return remove(table, args[0], args[1], args[2], args, 0);
  }

  /**
   * Removes an entry.
   *
   * @param results receives the old doublewords, without the host's bits, at {@code at} and after,
   *     if one was removed
   * @return success, not found, or parameter
   */
  long remove(HashPageTable table, long flags, long ptex, long avpn, long[] results, int at) {
    if (Long.compareUnsigned(ptex, table.geometry().slots()) >= 0) {
      return Hcall.H_PARAMETER;
    }
    long dword0 = table.lock(ptex);
    if (!matches(dword0, flags, avpn) || ((flags & Hcall.H_ANDCOND) != 0 && (dword0 & avpn) != 0)) {
      table.unlock(ptex, dword0);
      return Hcall.H_NOT_FOUND;
    }
    long dword1 = table.dword1(ptex);
    invalidations.store(table, ptex, 0, 0);
    results[at] = dword0 & ~Hpte.V_HOST;
    results[at + 1] = dword1;
    return Hcall.H_SUCCESS;
  }

  /** Whether an entry is valid and, if the flag says so, has this B and AVPN. */
  static boolean matches(long dword0, long flags, long avpn) {
    return (dword0 & Hpte.V_VALID) != 0
        && ((flags & Hcall.H_AVPN) == 0 || (dword0 & Hpte.V_AVPN) == avpn);
  }
}
