// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.savevm4j.hpt.HashPageTable;

/**
 * The way from an effective address to a real one, for an onlooker: no protection is checked, R and
 * C are not set, nothing is cached or changed. What a processor does is in {@link VcpuMmu}.
 *
 * <p>It takes no lock: a hypercall of another vCPU may change an entry at any time, and what was
 * read of it halfway is read again. One thing escapes it while the guest runs: an entry that gave
 * way to another and came back, all between two of its reads.
 */
public final class HashMmu {

  /** MSR: data addresses are translated. */
  public static final long MSR_DR = 0x10L;

  /** MSR: addresses of instructions are translated. */
  public static final long MSR_IR = 0x20L;

  /** MSR: problem state, in which the segment's Kp counts and not its Ks. */
  public static final long MSR_PR = 0x4000L;

  /** What remains of an effective address in real mode. */
  static final long REAL_MODE = 0x0fffffffffffffffL;

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
    Segment segment = Segment.of(slb, ea);
    if (segment == null) {
      return new SegmentMiss(ea);
    }
    long hash = segment.primaryHash(ea);
    boolean secondary = false;
    FoundEntry found = EntrySearch.primary(table, segment, ea);
    if (found == null) {
      found = EntrySearch.secondary(table, segment, ea);
      secondary = true;
    }
    if (found == null) {
      return new EntryMiss(ea, segment.index(), segment.vsid(), hash);
    }
    long used = secondary ? HptHash.secondary(hash) : hash;
    return new Translation(
        ea,
        segment.index(),
        segment.vsid(),
        used,
        found.slot(),
        secondary,
        found.pageShift(),
        found.ra(ea));
  }
}
