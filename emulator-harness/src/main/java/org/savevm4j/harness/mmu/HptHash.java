// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/**
 * Where a page's entry goes in the table and what doubleword 0 says of it, and the way back.
 *
 * <p>A page is named by its segment's VSID and by its offset in the segment. All that counts of the
 * offset is its base page. An entry has in its AVPN the bits of the offset from 2^23 up; the hash
 * has the others, and since the smallest table has 2^11 groups, the number of the entry's group
 * gives them back.
 */
public final class HptHash {

  /** log2 of the bytes that one AVPN spans. */
  private static final int AVPN_SHIFT = 23;

  /** Dword 0: the AVPN without B. */
  private static final long AVPN = Hpte.V_AVPN & ~Hpte.V_SEGMENT;

  private HptHash() {}

  /**
   * The primary hash of a page.
   *
   * @param offset in bytes, from the segment's start; bits within the base page do not matter
   * @param baseShift log2 of the base page
   */
  public static long primary(long vsid, long offset, int baseShift, SegmentSize segment) {
    return scattered(vsid, segment) ^ offset >>> baseShift;
  }

  /** The secondary hash, from the primary one. */
  public static long secondary(long primary) {
    return ~primary;
  }

  /** The first of the 8 slots of the group that a hash selects. */
  public static long firstSlot(long hash, HptGeometry geometry) {
    return (hash & geometry.ptegMask()) * HptGeometry.SLOTS_PER_PTEG;
  }

  /**
   * B and AVPN of a page's doubleword 0: what H_ENTER needs V, L and H to be added to, and what
   * H_REMOVE and H_PROTECT take as they are.
   *
   * @param vsid the number, not in place
   * @param offset in bytes, from the segment's start; bits within the base page do not matter
   */
  public static long avpn(long vsid, long offset, int baseShift, SegmentSize segment) {
    return segment.bits() | (vsid << segment.vsidShift() & AVPN) | low(offset, baseShift);
  }

  /** The same for a segment's vsid word. */
  static long avpn(long vsidWord, long offset, int baseShift) {
    return (vsidWord & Slb.VSID_TAG) | low(offset, baseShift);
  }

  /** The VSID that a doubleword 0 names, as a number. */
  public static long vsid(long dword0, SegmentSize segment) {
    return (dword0 & AVPN) >>> segment.vsidShift();
  }

  /**
   * Which base page of its segment an entry maps: the offset in the segment, divided by the size of
   * the base page.
   *
   * @param dword0 with H as it is in the table
   * @param slot where the entry is
   * @param baseShift log2 of the base page, which the entry itself does not tell
   */
  public static long pageNumber(long dword0, long slot, int baseShift, SegmentSize segment) {
    long high = (dword0 & AVPN) >>> 7 & ((1L << (segment.shift() - AVPN_SHIFT)) - 1);
    if (baseShift >= AVPN_SHIFT) {
      return high >>> (baseShift - AVPN_SHIFT);
    }
    long group = slot / HptGeometry.SLOTS_PER_PTEG;
    long hash = (dword0 & Hpte.V_SECONDARY) == 0 ? group : ~group;
    int hashed = AVPN_SHIFT - baseShift;
    long low = (hash ^ scattered(vsid(dword0, segment), segment)) & ((1L << hashed) - 1);
    return high << hashed | low;
  }

  private static long scattered(long vsid, SegmentSize segment) {
    return segment == SegmentSize.TIB_1 ? vsid ^ vsid << 25 : vsid;
  }

  private static long low(long offset, int baseShift) {
    return offset >>> baseShift << baseShift >>> 16 & AVPN;
  }
}
