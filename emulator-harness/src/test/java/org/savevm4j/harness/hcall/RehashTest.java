// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.savevm4j.harness.hcall.Hcall.H_HARDWARE;
import static org.savevm4j.harness.hcall.Hcall.H_PTEG_FULL;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.harness.mmu.HashMmu;
import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.harness.mmu.Translation;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

class RehashTest {

  private static final long BOLTED = Hpte.V_BOLTED | Hpte.V_VALID;

  private final HashPageTable small = table(18);
  private final HashPageTable large = table(20);

  @AfterEach
  void free() {
    small.free();
    large.free();
  }

  /** Every kind of page, and both hashes: what the MMU found before it finds after. */
  @ParameterizedTest
  @CsvSource({"18, 20", "20, 18", "18, 18", "24, 19"})
  void takesEachBoltedEntryToWhereTheMmuLooksForIt(int from, int to) {
    SplittableRandom random = new SplittableRandom(from * 100 + to);
    for (PageSize page : PageSize.values()) {
      for (SegmentSize segment : SegmentSize.values()) {
        for (boolean secondary : new boolean[] {false, true}) {
          assertMoved(random, from, to, page, segment, secondary);
        }
      }
    }
  }

  private static void assertMoved(
      SplittableRandom random,
      int from,
      int to,
      PageSize page,
      SegmentSize segment,
      boolean secondary) {
    HashPageTable old = table(from);
    HashPageTable fresh = table(to);
    DirtyMarks marks = fresh.tracking().open();
    try {
      Slb slb = new Slb();
      long ea = random.nextLong() & -(1L << page.baseShift());
      long vsid = random.nextLong(1L << (62 - segment.vsidShift()));
      slb.set(0, Slb.esidWord(ea, segment), Slb.vsidWord(vsid, segment, page, 0));
      long hash = HptHash.primary(vsid, segment.offset(ea), page.baseShift(), segment);
      long slot = HptHash.firstSlot(secondary ? ~hash : hash, old.geometry()) + random.nextInt(8);
      long dword0 =
          HptHash.avpn(vsid, segment.offset(ea), page.baseShift(), segment)
              | page.dword0Bits()
              | BOLTED
              | (secondary ? Hpte.V_SECONDARY : 0);
      long dword1 = 3L << page.actualShift() | page.dword1Bits() | 0x197;
      put(old, slot, dword0, dword1);

      assertEquals(H_SUCCESS, Rehash.bolted(old, fresh));

      Translation found = (Translation) HashMmu.translate(fresh, slb, HashMmu.MSR_DR, ea);
      assertEquals(slot % 8, found.slot() % 8, "slot of the group");
      assertEquals(secondary, found.secondary());
      assertEquals(dword0, fresh.dword0(found.slot()));
      assertEquals(dword1, fresh.dword1(found.slot()));
      assertEquals(1L << found.slot(), marks.take(found.slot() >>> 6), "marked");
    } finally {
      old.free();
      fresh.free();
    }
  }

  @Test
  void leavesBehindWhatIsNotBolted() {
    put(small, 8, Hpte.V_VALID, 0x1190);
    put(small, 9, BOLTED, 0x1190);
    put(small, 10, Hpte.V_BOLTED, 0x1190);
    assertEquals(H_SUCCESS, Rehash.bolted(small, large));
    assertEquals(1, occupied(large));
  }

  @Test
  void findsTheGroupFullIfTwoBoltedMeetInOneSlot() {
    // groups 5 and 5 + 2^11 of the large table are one in the small one
    put(large, 5 * 8 + 3, 0x800 << 12 | BOLTED, 0x1190);
    put(large, (5 + 2048) * 8 + 3, BOLTED, 0x2190);
    assertEquals(H_PTEG_FULL, Rehash.bolted(large, small));
  }

  @Test
  void letsTwoBoltedShareAGroup() {
    put(large, 5 * 8 + 3, BOLTED, 0x1190);
    put(large, (5 + 2048) * 8 + 4, BOLTED, 0x2190);
    assertEquals(H_SUCCESS, Rehash.bolted(large, small));
    assertEquals(2, occupied(small));
  }

  @Test
  void letsABoltedTakeThePlaceThatOneThatIsNotWouldHave() {
    put(large, 5 * 8 + 3, Hpte.V_VALID, 0x1190);
    put(large, (5 + 2048) * 8 + 3, BOLTED, 0x2190);
    assertEquals(H_SUCCESS, Rehash.bolted(large, small));
    assertEquals(0x2190, small.dword1(5 * 8 + 3));
  }

  /** A stream may bring such; H_ENTER lets the segment size pass. */
  @ParameterizedTest
  @CsvSource({"-9223372036854775791, 0x1190", "-4611686018427387887, 0x1190", "0x15, 0x2190"})
  void failsForABoltedEntryOfAReservedSegmentOrPageSize(long dword0, long dword1) {
    put(small, 8, dword0, dword1);
    assertEquals(H_HARDWARE, Rehash.bolted(small, large));
  }

  private static long occupied(HashPageTable table) {
    long count = 0;
    for (long word = 0; word < table.occupied().words(); word++) {
      count += Long.bitCount(table.occupied().word(word));
    }
    return count;
  }

  private static void put(HashPageTable table, long slot, long dword0, long dword1) {
    table.lock(slot);
    table.store(slot, dword0, dword1);
  }

  private static HashPageTable table(int shift) {
    return new HashPageTable(new HptGeometry(shift), SparseArena.ofShared());
  }
}
