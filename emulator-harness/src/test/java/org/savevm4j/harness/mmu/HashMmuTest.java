// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.lang.foreign.Arena;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

class HashMmuTest {

  private static final long VSID = 0x1_2345L;

  private final HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofShared());
  private final Slb slb = new Slb();

  @AfterEach
  void free() {
    table.free();
  }

  static Stream<Arguments> placesOfPages() {
    return Stream.of(PageSize.values())
        .flatMap(
            page ->
                Stream.of(SegmentSize.values())
                    .flatMap(
                        segment ->
                            Stream.of(false, true)
                                .map(secondary -> Arguments.of(page, segment, secondary))));
  }

  @ParameterizedTest
  @MethodSource("placesOfPages")
  void leadsEveryByteOfAPageToItsRealAddress(
      PageSize page, SegmentSize segment, boolean secondary) {
    // each base page inside an actual page is looked for by its own hash
    long base = 0xc000_0120_0300_0000L + (5L << page.baseShift());
    long ra = 7L << page.actualShift();
    long ea = base | (0x4321L & ((1L << page.baseShift()) - 1));
    slb.set(9, Slb.esidWord(ea, segment), Slb.vsidWord(VSID, segment, page, 0));
    long slot = enter(ea, page, segment, secondary, 3, ra);

    Translation found = assertInstanceOf(Translation.class, translate(ea));

    long within = (1L << page.actualShift()) - 1;
    long hash = HptHash.primary(VSID, segment.offset(ea), page.baseShift(), segment);
    assertEquals(
        new Translation(
            ea,
            9,
            VSID,
            secondary ? ~hash : hash,
            slot,
            secondary,
            page.actualShift(),
            ra | (ea & within)),
        found);
  }

  @Test
  void doesNotTranslateWithDataRelocationOff() {
    assertEquals(
        new Translation(0xc000_0000_0001_2345L, -1, 0, 0, -1, false, 0, 0x12345L),
        HashMmu.translate(table, slb, 0, 0xc000_0000_0001_2345L));
  }

  @Test
  void missesTheSegmentIfTheSlbHasNone() {
    assertEquals(new SegmentMiss(0x1234), translate(0x1234));
  }

  @Test
  void missesTheSegmentIfItsPageSizeIsReserved() {
    slb.set(0, Slb.esidWord(0, SegmentSize.MIB_256), VSID << 12 | 0x130);
    assertEquals(new SegmentMiss(0x1234), translate(0x1234));
  }

  @Test
  void missesTheEntryAndTellsItsHash() {
    segment(PageSize.BASE_4K);
    assertEquals(new EntryMiss(0x5678, 0, VSID, VSID ^ 5), translate(0x5678));
  }

  @Test
  void missesAnEntryThatIsForTheOtherHash() {
    segment(PageSize.BASE_4K);
    long slot = enter(0x5000, PageSize.BASE_4K, SegmentSize.MIB_256, false, 0, 0x9000);
    table.lock(slot);
    table.store(slot, avpn(0x5000) | Hpte.V_SECONDARY | Hpte.V_VALID, 0x9000);
    assertInstanceOf(EntryMiss.class, translate(0x5000));
  }

  @Test
  void looksNoFartherThanTheGroup() {
    segment(PageSize.BASE_4K);
    enter(0x5000, PageSize.BASE_4K, SegmentSize.MIB_256, false, 8, 0x9000);
    assertInstanceOf(EntryMiss.class, translate(0x5000));
  }

  @Test
  void missesAnEntryOfAnotherSegmentSize() {
    segment(PageSize.BASE_4K);
    long slot = enter(0x5000, PageSize.BASE_4K, SegmentSize.MIB_256, false, 0, 0x9000);
    table.lock(slot);
    table.store(slot, avpn(0x5000) | 1L << 62 | Hpte.V_VALID, 0x9000);
    assertInstanceOf(EntryMiss.class, translate(0x5000));
  }

  @Test
  void passesOverAMatchWhosePageSizeTheSegmentCannotHave() {
    segment(PageSize.BASE_64K);
    long slot = enter(0x50000, PageSize.BASE_64K, SegmentSize.MIB_256, false, 2, 0x90000);
    long wrong = slot - 1;
    table.lock(wrong);
    table.store(wrong, table.dword0(slot), 0x80000 | PageSize.BASE_4K_ACTUAL_64K.dword1Bits());
    Translation found = assertInstanceOf(Translation.class, translate(0x50004));
    assertEquals(slot, found.slot());
    assertEquals(0x90004, found.ra());
  }

  @Test
  void takesALockedEntryThatIsStillValid() {
    segment(PageSize.BASE_4K);
    long slot = enter(0x5000, PageSize.BASE_4K, SegmentSize.MIB_256, false, 0, 0x9000);
    table.lock(slot);
    assertEquals(0x9008, assertInstanceOf(Translation.class, translate(0x5008)).ra());
  }

  private void segment(PageSize page) {
    slb.set(
        0,
        Slb.esidWord(0, SegmentSize.MIB_256),
        Slb.vsidWord(VSID, SegmentSize.MIB_256, page, Slb.VSID_KS));
  }

  private TranslationResult translate(long ea) {
    return HashMmu.translate(table, slb, HashMmu.MSR_DR, ea);
  }

  private static long avpn(long offset) {
    return HptHash.avpn(VSID, offset, 12, SegmentSize.MIB_256);
  }

  private long enter(
      long ea, PageSize page, SegmentSize segment, boolean secondary, int at, long ra) {
    long offset = segment.offset(ea);
    long hash = HptHash.primary(VSID, offset, page.baseShift(), segment);
    long slot =
        at + HptHash.firstSlot(secondary ? HptHash.secondary(hash) : hash, table.geometry());
    table.lock(slot);
    table.store(
        slot,
        HptHash.avpn(VSID, offset, page.baseShift(), segment)
            | page.dword0Bits()
            | (secondary ? Hpte.V_SECONDARY : 0)
            | Hpte.V_VALID,
        ra | page.dword1Bits() | 0x190);
    return slot;
  }
}
