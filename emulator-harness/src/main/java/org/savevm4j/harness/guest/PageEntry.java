// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.hpt.Hpte;

/** The entry that the table should have for a page, and the segment that leads to it. */
final class PageEntry {

  private static final SegmentSize SEGMENT = SegmentSize.MIB_256;
  private static final PageSize SIZE = PageSize.BASE_64K;

  /** Dword 1: memory coherence, which PAPR wants for all of RAM. */
  private static final long COHERENT = 0x10;

  /** Protection with Kp = 1, in problem state: read and write, or read only. */
  private static final long USER_WRITES = 2;

  private static final long USER_READS = 3;

  private PageEntry() {}

  /** B and AVPN, for H_REMOVE and H_PROTECT. */
  static long avpn(int context, long ea) {
    long vsid = VirtualSegments.vsid(context, ea);
    return HptHash.avpn(vsid, SEGMENT.offset(ea), SIZE.baseShift(), SEGMENT);
  }

  static long primaryHash(int context, long ea) {
    long vsid = VirtualSegments.vsid(context, ea);
    return HptHash.primary(vsid, SEGMENT.offset(ea), SIZE.baseShift(), SEGMENT);
  }

  /** Doubleword 0 of a valid entry, without H, which H_ENTER is told as all else. */
  static long dword0(int context, long ea) {
    long bolted = context == VirtualSegments.KERNEL_CONTEXT ? Hpte.V_BOLTED : 0;
    return avpn(context, ea) | bolted | SIZE.dword0Bits() | Hpte.V_VALID;
  }

  /** Doubleword 1 for the linear map: the kernel may do all, problem state nothing. */
  static long kernelDword1(long ra) {
    return ra | SIZE.dword1Bits() | Hpte.R_REFERENCED | Hpte.R_CHANGED | COHERENT;
  }

  /** Doubleword 1 for a page word of {@link PteLayout}. R and C are the processor's to set. */
  static long userDword1(long page) {
    return page & PteLayout.RA | SIZE.dword1Bits() | COHERENT | protection(page);
  }

  /** The flags by which H_PROTECT makes an entry what the page word says. */
  static long protection(long page) {
    return ((page & PteLayout.WRITABLE) == 0 ? USER_READS : USER_WRITES)
        | ((page & PteLayout.EXEC) == 0 ? Hpte.R_NO_EXECUTE : 0);
  }

  /** Whether doublewords 1 differ in more than R and C, which a processor may set at any time. */
  static boolean differs(long dword1, long expected) {
    return ((dword1 ^ expected) & ~(Hpte.R_REFERENCED | Hpte.R_CHANGED)) != 0;
  }

  /** Makes an SLB's entry the segment of {@code ea} in the address space {@code context}. */
  static void setSegment(Slb slb, int index, int context, long ea) {
    long bits = context == VirtualSegments.KERNEL_CONTEXT ? Slb.VSID_KP : Slb.VSID_KP | Slb.VSID_KS;
    slb.set(
        index,
        Slb.esidWord(ea, SEGMENT),
        Slb.vsidWord(VirtualSegments.vsid(context, ea), SEGMENT, SIZE, bits));
  }

  /** The context whose page an entry maps; if no guest made the entry, any number. */
  static long context(long dword0) {
    return VirtualSegments.context(HptHash.vsid(dword0, SEGMENT));
  }

  /** The effective address that an entry maps, without the kernel's top bits. */
  static long ea(long dword0, long slot) {
    long page = HptHash.pageNumber(dword0, slot, SIZE.baseShift(), SEGMENT);
    return VirtualSegments.start(HptHash.vsid(dword0, SEGMENT)) + (page << SIZE.baseShift());
  }
}
