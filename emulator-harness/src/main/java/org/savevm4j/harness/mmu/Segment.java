// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.Hpte;

/**
 * The segment of an address.
 *
 * @param index in the SLB
 * @param vsidWord as the SLB has it
 * @param baseShift log2 of the base page
 */
record Segment(int index, long vsidWord, SegmentSize size, int baseShift) {

  /** The segment of {@code ea}; null if the SLB has none, or one of a reserved page size. */
  static @Nullable Segment of(Slb slb, long ea) {
    int index = slb.lookup(ea);
    if (index < 0) {
      return null;
    }
    long vsidWord = slb.vsid(index);
    SegmentSize size = SegmentSize.of(vsidWord);
    int baseShift = PageSize.baseShift(vsidWord);
    return size == null || baseShift < 0 ? null : new Segment(index, vsidWord, size, baseShift);
  }

  /** The segment's number. */
  long vsid() {
    return Slb.vsid(vsidWord, size);
  }

  /** The primary hash of the page of {@code ea}. */
  long primaryHash(long ea) {
    return HptHash.primary(vsid(), size.offset(ea), baseShift, size);
  }

  /** What doubleword 0 of a valid entry for the page of {@code ea} has in B, AVPN and V. */
  long tag(long ea) {
    return HptHash.avpn(vsidWord, size.offset(ea), baseShift) | Hpte.V_VALID;
  }
}
