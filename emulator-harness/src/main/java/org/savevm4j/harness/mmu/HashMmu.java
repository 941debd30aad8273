// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/**
 * The way from an effective address to a real one. It takes no lock: a hypercall of another vCPU
 * may change an entry at any time, and what was read of it halfway is read again. One thing escapes
 * it: an entry that gave way to another and came back, all between two of its reads.
 *
 * <p>No protection is checked, R and C are not set, and nothing is cached.
 */
public final class HashMmu {

  /** MSR: data addresses are translated. */
  public static final long MSR_DR = 0x10L;

  /** What remains of an effective address in real mode. */
  private static final long REAL_MODE = 0x0fffffffffffffffL;

  /** Bits of doubleword 0 that make an entry the one for a page. */
  private static final long MATCH = Hpte.V_AVPN | Hpte.V_SECONDARY | Hpte.V_VALID;

  /** Looks at an entry on its way before the core is left to whoever stores it. */
  private static final int SPINS = 64;

  private static final long PARK_NANOS = 1_000;

  private HashMmu() {}

  /**
   * Translates the address of an access to data.
   *
   * @param table must stay current: the caller is a vCPU inside a step, or the guest is paused
   * @param msr {@link #MSR_DR} counts
   */
  public static TranslationResult translate(HashPageTable table, Slb slb, long msr, long ea) {
    if ((msr & MSR_DR) == 0) {
      return new Translation(ea, -1, 0, 0, -1, false, 0, ea & REAL_MODE);
    }
    int index = slb.lookup(ea);
    long vsidWord = index < 0 ? 0 : slb.vsid(index);
    SegmentSize segment = SegmentSize.of(vsidWord);
    int baseShift = PageSize.baseShift(vsidWord);
    if (index < 0 || segment == null || baseShift < 0) {
      return new SegmentMiss(ea);
    }
    long vsid = Slb.vsid(vsidWord, segment);
    long offset = segment.offset(ea);
    long hash = HptHash.primary(vsid, offset, baseShift, segment);
    long tag = HptHash.avpn(vsidWord, offset, baseShift) | Hpte.V_VALID;
    Found found = search(table, hash, tag, vsidWord);
    boolean secondary = found == null;
    if (secondary) {
      found = search(table, HptHash.secondary(hash), tag | Hpte.V_SECONDARY, vsidWord);
    }
    if (found == null) {
      return new EntryMiss(ea, index, vsid, hash);
    }
    long within = (1L << found.pageShift) - 1;
    long ra = (found.dword1 & Hpte.R_RPN & ~within) | (ea & within);
    long used = secondary ? HptHash.secondary(hash) : hash;
    return new Translation(ea, index, vsid, used, found.slot, secondary, found.pageShift, ra);
  }

  /** Looks for the entry with {@code tag} in the group of {@code hash}. */
  private static @Nullable Found search(HashPageTable table, long hash, long tag, long vsidWord) {
    long slot = HptHash.firstSlot(hash, table.geometry());
    for (long end = slot + HptGeometry.SLOTS_PER_PTEG; slot < end; slot++) {
      long dword0 = settled(table, slot);
      while (((dword0 ^ tag) & MATCH) == 0) {
        long dword1 = table.dword1(slot);
        long again = settled(table, slot);
        if (((dword0 ^ again) & ~Hpte.V_LOCK) == 0) {
          PageSize size = PageSize.inSegment(vsidWord, dword0, dword1);
          if (size != null) {
            return new Found(slot, dword1, size.actualShift());
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

  private record Found(long slot, long dword1, int pageShift) {}
}
