// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlbTest {

  private static final long EA = 0x4000_1234_5678_9abcL;

  private final Slb slb = new Slb();

  @ParameterizedTest
  @CsvSource({"MIB_256, 0x4000123458000000", "TIB_1, 0x4000120008000000"})
  void findsTheSegmentThatHoldsAnAddress(SegmentSize segment, long esidWord) {
    assertEquals(esidWord, Slb.esidWord(EA, segment));
    slb.set(7, esidWord, Slb.vsidWord(0x123, segment, PageSize.BASE_4K, 0));
    assertEquals(7, slb.lookup(EA));
    assertEquals(7, slb.lookup(EA | (1L << segment.shift()) - 1));
    assertEquals(-1, slb.lookup(EA + (1L << segment.shift())));
    assertEquals(-1, slb.lookup(EA - (1L << segment.shift())));
  }

  @Test
  void putsTheVsidWhereTheSegmentSizeSaysAndFindsItAgain() {
    long word = Slb.vsidWord(0x123, SegmentSize.MIB_256, PageSize.BASE_64K, Slb.VSID_KS);
    assertEquals(0x123910L, word);
    assertEquals(0x123, Slb.vsid(word, SegmentSize.MIB_256));
    long large = Slb.vsidWord(0x123, SegmentSize.TIB_1, PageSize.BASE_16M, Slb.VSID_KP);
    assertEquals(0x4000_0001_2300_0500L, large);
    assertEquals(0x123, Slb.vsid(large, SegmentSize.TIB_1));
  }

  @Test
  void dropsTheIndexThatCameWithTheEsid() {
    slb.set(3, Slb.esidWord(EA, SegmentSize.MIB_256) | 3, 0x1000);
    assertEquals(3, slb.lookup(EA));
    assertEquals(Slb.esidWord(EA, SegmentSize.MIB_256), slb.esids()[3]);
  }

  @Test
  void passesOverEntriesThatAreInvalidOrNotInUse() {
    slb.set(0, Slb.esidWord(EA, SegmentSize.MIB_256) & ~Slb.ESID_V, 0x1000);
    slb.set(32, Slb.esidWord(EA, SegmentSize.MIB_256), 0x1000);
    assertEquals(-1, slb.lookup(EA));
    slb.set(31, Slb.esidWord(EA, SegmentSize.MIB_256), 0x1000);
    assertEquals(31, slb.lookup(EA));
  }

  @Test
  void passesOverAReservedSegmentSize() {
    slb.set(0, Slb.esidWord(EA, SegmentSize.MIB_256), 0x8000_0000_0000_1000L);
    assertEquals(-1, slb.lookup(EA));
  }

  @Test
  void findsNothingOnceCleared() {
    slb.set(0, Slb.esidWord(EA, SegmentSize.MIB_256), 0x1000);
    assertEquals(Slb.esidWord(EA, SegmentSize.MIB_256), slb.esid(0));
    assertEquals(0x1000, slb.vsids()[0]);
    slb.clear();
    assertEquals(0, slb.esid(0) | slb.vsid(0));
    assertEquals(-1, slb.lookup(EA));
    assertEquals(-1, slb.lookup(0));
  }
}
