// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.savevm4j.hpt.Hpte;

/**
 * What an entry permits: the key, which the segment has one of for each of the two states of a
 * processor, selects a row, and PP0 with PP a column.
 *
 * <pre>
 *            PP0 PP:  000   001   010   011   110   others, which are reserved
 *   key 0             RW    RW    RW    R     R     -
 *   key 1             -     R     RW    R     -     -
 * </pre>
 *
 * <p>A fetch needs what a read needs, and that neither page nor segment is no-execute, nor the page
 * guarded. The keys of virtual pages (key-high, key-low) mask nothing: the stub has no AMR.
 */
final class Protection {

  /** Dword 1: guarded storage, from which nothing is executed. */
  private static final long GUARDED = 0x8L;

  private Protection() {}

  /** Whether an entry found in a segment of that vsid word permits the access in this state. */
  static boolean permits(long dword1, long vsidWord, long msr, Access access) {
    boolean key = (vsidWord & ((msr & HashMmu.MSR_PR) == 0 ? Slb.VSID_KS : Slb.VSID_KP)) != 0;
    int pp = (int) (dword1 & Hpte.R_PP) | (dword1 < 0 ? 4 : 0);
    return switch (access) {
      case READ -> mayRead(pp, key);
      case WRITE -> pp == 2 || (!key && pp < 2);
      case FETCH ->
          mayRead(pp, key)
              && (dword1 & (Hpte.R_NO_EXECUTE | GUARDED)) == 0
              && (vsidWord & Slb.VSID_N) == 0;
    };
  }

  private static boolean mayRead(int pp, boolean key) {
    return key ? pp >= 1 && pp <= 3 : pp <= 3 || pp == 6;
  }
}
