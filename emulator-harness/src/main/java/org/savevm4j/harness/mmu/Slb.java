// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import java.util.Arrays;

/**
 * The segments of one vCPU: the segment lookaside buffer, with the words that a cpu's section has.
 *
 * <pre>
 *   esid word:  63:28 ESID (63:40 for 1 TiB) | 27 V
 *   vsid word:  63:62 B | 61:12 VSID (61:24 for 1 TiB) | 11 Ks | 10 Kp | 9 N | 8 L | 7 C | 5:4 LP
 * </pre>
 *
 * <p>Only the vCPU's thread uses it, or anyone while the guest is paused.
 */
public final class Slb {

  /** Entries that there is room for, and that a stream has. */
  public static final int ENTRIES = 64;

  /** Entries that a processor of this machine has: the first ones. */
  public static final int IN_USE = 32;

  /** Esid word: the entry is valid. */
  public static final long ESID_V = 0x08000000L;

  /** Vsid word: key for the supervisor. */
  public static final long VSID_KS = 0x800L;

  /** Vsid word: key for problem state. */
  public static final long VSID_KP = 0x400L;

  /** Vsid word: no execute. */
  public static final long VSID_N = 0x200L;

  /** Vsid word: B and VSID, the part that an entry of the table has too. */
  public static final long VSID_TAG = 0xfffffffffffff000L;

  private static final long VSID_FIELD = 0x3ffffffffffff000L;
  private static final long ESID_INDEX = 0xfffL;

  private final long[] esids = new long[ENTRIES];
  private final long[] vsids = new long[ENTRIES];

  /** The esid word of a segment that begins at or holds {@code ea}, valid. */
  public static long esidWord(long ea, SegmentSize segment) {
    return ea >>> segment.shift() << segment.shift() | ESID_V;
  }

  /**
   * The vsid word of a segment.
   *
   * @param vsid the number, not in place
   * @param page its base size counts
   * @param bits {@link #VSID_KS} and such
   */
  public static long vsidWord(long vsid, SegmentSize segment, PageSize page, long bits) {
    return segment.bits() | (vsid << segment.vsidShift() & VSID_FIELD) | page.slbBits() | bits;
  }

  /** The VSID of a vsid word, as a number. */
  public static long vsid(long vsidWord, SegmentSize segment) {
    return (vsidWord & VSID_FIELD) >>> segment.vsidShift();
  }

  /**
   * Makes an entry, as slbmte does.
   *
   * @param esid the low 12 bits, the index of slbmte, are dropped
   */
  public void set(int index, long esid, long vsid) {
    esids[index] = esid & ~ESID_INDEX;
    vsids[index] = vsid;
  }

  /** Makes all entries those of another. */
  public void set(Slb other) {
    System.arraycopy(other.esids, 0, esids, 0, ENTRIES);
    System.arraycopy(other.vsids, 0, vsids, 0, ENTRIES);
  }

  /** Makes all entries zero, and thus invalid. */
  public void clear() {
    Arrays.fill(esids, 0);
    Arrays.fill(vsids, 0);
  }

  /** The first entry in use whose segment holds {@code ea}; -1 if there is none. */
  public int lookup(long ea) {
    long esid256M = esidWord(ea, SegmentSize.MIB_256);
    long esid1T = esidWord(ea, SegmentSize.TIB_1);
    for (int i = 0; i < IN_USE; i++) {
      SegmentSize segment = SegmentSize.of(vsids[i]);
      if ((segment == SegmentSize.MIB_256 && esids[i] == esid256M)
          || (segment == SegmentSize.TIB_1 && esids[i] == esid1T)) {
        return i;
      }
    }
    return -1;
  }

  /** The esid word of an entry. */
  public long esid(int index) {
    return esids[index];
  }

  /** The vsid word of an entry. */
  public long vsid(int index) {
    return vsids[index];
  }

  /** All esid words, live: {@value #ENTRIES} of them, for a section to save and to load. */
  public long[] esids() {
    return esids;
  }

  /** All vsid words, live: {@value #ENTRIES} of them, for a section to save and to load. */
  public long[] vsids() {
    return vsids;
  }
}
