// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PageSizeTest {

  private static final long L = 0x4;

  @ParameterizedTest
  @CsvSource({
    "BASE_4K,             0, 0x0000000ffffff000, 12, 12",
    "BASE_4K_ACTUAL_64K,  4, 0x0000000ffff07000, 12, 16",
    "BASE_4K_ACTUAL_16M,  4, 0x00000000ff038000, 12, 24",
    "BASE_64K,            4, 0x0000000ffff01000, 16, 16",
    "BASE_64K_ACTUAL_16M, 4, 0x00000000ff008000, 16, 24",
    "BASE_16M,            4, 0x00000000ff000000, 24, 24",
    "BASE_16G,            4, 0x0ffffffc00003000, 34, 34"
  })
  void isToldByLAndTheEncodingInTheRpn(
      PageSize size, long dword0, long dword1, int baseShift, int actualShift) {
    assertEquals(size, PageSize.of(dword0 | 1, dword1 | 0x190));
    assertEquals(baseShift, size.baseShift());
    assertEquals(actualShift, size.actualShift());
    assertEquals(dword0, size.dword0Bits());
    assertEquals(dword1 & ((1L << actualShift) - 1), size.dword1Bits());
  }

  @Test
  void isNoneForAnEncodingThatTheMachineLacks() {
    assertNull(PageSize.of(L, 0x2000));
    assertNull(PageSize.of(L, 0xff039000L));
  }

  @ParameterizedTest
  @EnumSource
  void isFoundInASegmentOfItsOwnBaseOnly(PageSize size) {
    for (PageSize other : PageSize.values()) {
      PageSize expected = other.baseShift() == size.baseShift() ? size : null;
      assertEquals(
          expected, PageSize.inSegment(other.slbBits(), size.dword0Bits(), size.dword1Bits()));
    }
  }

  @ParameterizedTest
  @CsvSource({"0x000, 12", "0x110, 16", "0x100, 24", "0x120, 34", "0x010, -1", "0x130, -1"})
  void hasABaseThatTheSegmentTells(long slbBits, int shift) {
    assertEquals(shift, PageSize.baseShift(0xabc000L | 0xc00 | slbBits));
  }
}
