// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.savevm4j.hpt.Hpte;

/**
 * An entry that maps a page, as it was when it was read.
 *
 * @param slot its number in the table
 * @param dword0 may have the lock bit set: some vCPU was about to change the entry
 * @param pageShift log2 of the actual page
 */
record FoundEntry(long slot, long dword0, long dword1, int pageShift) {

  /** Whether some vCPU held the entry's lock. */
  boolean locked() {
    return (dword0 & Hpte.V_LOCK) != 0;
  }

  /** The real address of {@code ea}, which is in the page. */
  long ra(long ea) {
    return ra(dword1, pageShift, ea);
  }

  static long ra(long dword1, int pageShift, long ea) {
    long within = (1L << pageShift) - 1;
    return (dword1 & Hpte.R_RPN & ~within) | (ea & within);
  }
}
