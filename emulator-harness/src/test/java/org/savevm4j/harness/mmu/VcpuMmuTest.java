// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.hpt.Hpte;

/** One vCPU's translations, and what they leave in the entry. What is cached: another test. */
class VcpuMmuTest {

  private static final long EA = 0x5678;
  private static final long RA = 0x9678;

  private final MmuTables guest = new MmuTables();

  @AfterEach
  void close() {
    guest.close();
  }

  @ParameterizedTest
  @CsvSource({
    // access, bits before, bits after; R is 0x100, C is 0x80
    "READ, 0, 0x100", "FETCH, 0, 0x100", "WRITE, 0, 0x180",
    "READ, 0x80, 0x180", "FETCH, 0x80, 0x180", "WRITE, 0x80, 0x180",
    "WRITE, 0x100, 0x180"
  })
  void setsReferencedOnAnyAccessAndChangedOnAStore(Access access, int before, int after) {
    long slot = guest.map(EA, 0x9012 | before);
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, access));
    assertEquals(0x9012 | after, guest.table.dword1(slot));
    assertEquals(MmuTables.dword0(EA), guest.table.dword0(slot), "unlocked");
    assertEquals(1L << slot, guest.takeMarks(slot), "marked");
  }

  @ParameterizedTest
  @CsvSource({"READ, 0x100", "READ, 0x180", "FETCH, 0x100", "WRITE, 0x180"})
  void takesNoLockAndMarksNothingIfTheBitsAreSet(Access access, int before) {
    long slot = guest.map(EA, 0x9012 | before);
    guest.table.lock(slot);
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, access));
    assertEquals(0, guest.takeMarks(slot));
  }

  @Test
  void storesChangedThoughThePageIsCachedForReading() {
    long slot = guest.map(EA, 0x9012);
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, Access.READ));
    assertEquals(0x9112, guest.table.dword1(slot));
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, Access.WRITE));
    assertEquals(0x9192, guest.table.dword1(slot));
  }

  static Stream<Arguments> pages() {
    return Stream.of(PageSize.values())
        .flatMap(
            page ->
                Stream.of(SegmentSize.values())
                    .flatMap(
                        segment -> Stream.of(0, 1).map(h -> Arguments.of(page, segment, h == 1))));
  }

  /** Twice each: the second time from the cache. */
  @ParameterizedTest
  @MethodSource("pages")
  void leadsPagesOfEverySizeInEverySegmentToTheirRealAddress(
      PageSize page, SegmentSize segment, boolean secondary) {
    long base = 0xc000_0120_0300_0000L + (5L << page.baseShift());
    long vsid = 0x321;
    guest.slb.set(9, Slb.esidWord(base, segment), Slb.vsidWord(vsid, segment, page, 0));
    long offset = segment.offset(base);
    long hash = HptHash.primary(vsid, offset, page.baseShift(), segment);
    long slot = HptHash.firstSlot(secondary ? ~hash : hash, guest.table.geometry());
    long ra = 7L << page.actualShift();
    guest.table.lock(slot);
    guest.table.store(
        slot,
        HptHash.avpn(vsid, offset, page.baseShift(), segment)
            | page.dword0Bits()
            | (secondary ? Hpte.V_SECONDARY : 0)
            | Hpte.V_VALID,
        ra | page.dword1Bits() | 0x12);
    long within = (1L << page.actualShift()) - 1;
    // a page may be larger than its segment
    long span = 1L << Math.min(page.baseShift(), segment.shift());
    long[] inPage = {0, 8, 0x4328L & (span - 1), span - 8};
    for (int i = 0; i < 2; i++) {
      for (long at : inPage) {
        long ea = (base & -span) + at;
        assertEquals(ra | (ea & within), guest.mmu.access(MmuTables.MSR, ea, Access.WRITE));
      }
    }
    assertEquals(0x192, guest.table.dword1(slot) & 0x1ff);
  }

  @ParameterizedTest
  @EnumSource
  void takesAddressesAsRealIfTheirRelocationIsOff(Access access) {
    long msr = access == Access.FETCH ? HashMmu.MSR_DR : HashMmu.MSR_IR;
    assertEquals(0x12345L, guest.mmu.access(msr, 0xc000_0000_0001_2345L, access));
    assertEquals(
        VcpuMmu.MISS, guest.mmu.access(MmuTables.MSR ^ msr, 0xc000_0000_0001_2345L, access));
  }

  @Test
  void missesTheSegment() {
    assertEquals(VcpuMmu.MISS, guest.mmu.access(MmuTables.MSR, 0x1234_5678L, Access.READ));
    assertEquals(new SegmentMiss(0x1234_5678L), guest.mmu.miss());
  }

  @Test
  void missesTheSegmentIfItsPageSizeIsReserved() {
    guest.slb.set(0, Slb.esidWord(0, SegmentSize.MIB_256), MmuTables.VSID << 12 | 0x130);
    assertEquals(VcpuMmu.MISS, guest.mmu.access(MmuTables.MSR, EA, Access.READ));
    assertEquals(new SegmentMiss(EA), guest.mmu.miss());
  }

  @Test
  void missesTheEntryAndTellsItsHash() {
    assertEquals(VcpuMmu.MISS, guest.mmu.access(MmuTables.MSR, EA, Access.READ));
    assertEquals(new EntryMiss(EA, 0, MmuTables.VSID, MmuTables.VSID ^ 5), guest.mmu.miss());
  }

  @Test
  void findsAnEntryThatKvmMarkedAbsent() {
    long slot = guest.map(EA, 0x9012);
    guest.table.lock(slot);
    guest.table.store(slot, MmuTables.dword0(EA) | Hpte.V_ABSENT, 0x9012);
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, Access.WRITE));
    assertEquals(MmuTables.dword0(EA) | Hpte.V_ABSENT, guest.table.dword0(slot));
    assertEquals(0x9192, guest.table.dword1(slot));
  }

  @Test
  void hasNothingForARadixGuestButRealMode() {
    VcpuMmu radix = new VcpuMmu(() -> null, guest.slb, guest.invalidations);
    assertEquals(EA, radix.access(0, EA, Access.READ));
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> radix.access(MmuTables.MSR, EA, Access.READ));
    assertTrue(refused.getMessage().contains("radix"));
  }
}
