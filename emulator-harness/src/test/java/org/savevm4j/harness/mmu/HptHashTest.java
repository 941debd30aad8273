// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

class HptHashTest {

  /** Worked out apart from the code. */
  @ParameterizedTest
  @CsvSource({
    // segment, base, vsid, offset, hash, avpn
    "MIB_256, 12, 0x123456, 0x0abcd123, 0x129f9b, 0x123456a80",
    "MIB_256, 16, 0x123456, 0x0abcd123, 0x123eea, 0x123456a80",
    "MIB_256, 24, 0x123456, 0x0abcd123, 0x12345c, 0x123456a00",
    "TIB_1, 12, 0x1234, 0xabcdef0123, 0x2462bcccc4, 0x4000001234abcd80",
    "TIB_1, 24, 0x1234, 0xabcdef0123, 0x246800b9f9, 0x4000001234abcd00"
  })
  void areThoseOfTheArchitecture(
      SegmentSize segment, int baseShift, long vsid, long offset, long hash, long avpn) {
    assertEquals(hash, HptHash.primary(vsid, offset, baseShift, segment));
    assertEquals(avpn, HptHash.avpn(vsid, offset, baseShift, segment));
  }

  @Test
  void selectTheGroupByTheLowBitsOfTheHash() {
    HptGeometry geometry = new HptGeometry(18);
    assertEquals(0x7ff * 8, HptHash.firstSlot(0xfffL, geometry));
    assertEquals(0x7fe * 8, HptHash.firstSlot(HptHash.secondary(0xff801L), geometry));
  }

  @ParameterizedTest
  @EnumSource
  void leadBackFromTheSlotToThePage(PageSize page) {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      SegmentSize segment = random.nextBoolean() ? SegmentSize.MIB_256 : SegmentSize.TIB_1;
      HptGeometry geometry = new HptGeometry(random.nextInt(18, 37));
      long vsid = random.nextLong(1L << (62 - segment.vsidShift()));
      long offset = random.nextLong(1L << segment.shift());
      boolean secondary = random.nextBoolean();

      long hash = HptHash.primary(vsid, offset, page.baseShift(), segment);
      long used = secondary ? HptHash.secondary(hash) : hash;
      long slot = HptHash.firstSlot(used, geometry) + random.nextInt(8);
      long dword0 =
          HptHash.avpn(vsid, offset, page.baseShift(), segment)
              | page.dword0Bits()
              | (secondary ? Hpte.V_SECONDARY : 0)
              | Hpte.V_VALID;

      assertEquals(segment, SegmentSize.of(dword0));
      assertEquals(vsid, HptHash.vsid(dword0, segment));
      assertEquals(
          offset >>> page.baseShift(),
          HptHash.pageNumber(dword0, slot, page.baseShift(), segment),
          segment + " vsid " + vsid + " offset " + offset + " " + geometry);
    }
  }
}
