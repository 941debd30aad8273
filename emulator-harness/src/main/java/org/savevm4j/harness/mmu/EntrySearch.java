// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** Looks for the entry of a page in the groups that its hashes select, without a lock. */
final class EntrySearch {

  /** Bits of doubleword 0 that make an entry the one for a page. The host's are none of them. */
  private static final long MATCH = Hpte.V_AVPN | Hpte.V_SECONDARY | Hpte.V_VALID;

  /** Looks at an entry on its way before the core is left to whoever stores it. */
  private static final int SPINS = 64;

  private static final long PARK_NANOS = 1_000;

  private EntrySearch() {}

  /** The entry for the page of {@code ea} in its primary group. */
  static @Nullable FoundEntry primary(HashPageTable table, Segment segment, long ea) {
    return search(table, segment.primaryHash(ea), segment.tag(ea), segment.vsidWord());
  }

  /** The same in its secondary group. */
  static @Nullable FoundEntry secondary(HashPageTable table, Segment segment, long ea) {
    long hash = HptHash.secondary(segment.primaryHash(ea));
    return search(table, hash, segment.tag(ea) | Hpte.V_SECONDARY, segment.vsidWord());
  }

  private static @Nullable FoundEntry search(
      HashPageTable table, long hash, long tag, long vsidWord) {
    long slot = HptHash.firstSlot(hash, table.geometry());
    for (long end = slot + HptGeometry.SLOTS_PER_PTEG; slot < end; slot++) {
      long dword0 = settled(table, slot);
      while (((dword0 ^ tag) & MATCH) == 0) {
        long dword1 = table.dword1(slot);
        long again = settled(table, slot);
        if (((dword0 ^ again) & ~Hpte.V_LOCK) == 0) {
          PageSize size = PageSize.inSegment(vsidWord, dword0, dword1);
          if (size != null) {
            return new FoundEntry(slot, dword0 | again, dword1, size.actualShift());
          }
          break;
        }
        dword0 = again;
      }
    }
    return null;
  }

  /**
   * Doubleword 0 of a slot, once it is not on its way from one valid entry to another: a page that
   * was mapped all the time must not be missed. The vCPU that is storing needs only a moment.
   */
  private static long settled(HashPageTable table, long slot) {
    for (int spins = 0; ; spins++) {
      long dword0 = table.dword0(slot);
      if ((dword0 & (Hpte.V_LOCK | Hpte.V_VALID)) != Hpte.V_LOCK) {
        return dword0;
      }
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
  }
}
