// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.savevm4j.harness.hcall.Hcall.H_ENTER;
import static org.savevm4j.harness.hcall.Hcall.H_EXACT;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_PTEG_FULL;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnterTest {

  private static final long DWORD0 = 0x0000_0000_0012_3491L;
  private static final long DWORD1 = 0x5196;

  private final TableCalls guest = new TableCalls();

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void takesTheFirstFreeSlotOfTheGroup() {
    guest.put(8, 0x1, 0x1190);
    guest.put(9, 0x1, 0x1190);
    assertEquals(H_SUCCESS, guest.call(H_ENTER, 0, 13, DWORD0, DWORD1));
    assertEquals(10, guest.args[0]);
    guest.assertEntry(10, DWORD0, DWORD1);
    guest.assertMarkedOnly(10);
  }

  @Test
  void takesExactlyTheSlotThatItIsTold() {
    assertEquals(H_SUCCESS, guest.call(H_ENTER, H_EXACT, 13, DWORD0, DWORD1));
    assertEquals(13, guest.args[0]);
    guest.assertEntry(13, DWORD0, DWORD1);
    guest.assertMarkedOnly(13);
  }

  @Test
  void reachesTheLastSlotOfAGroupAndOfTheTable() {
    for (long slot = 16376; slot < 16384; slot++) {
      assertEquals(H_SUCCESS, guest.call(H_ENTER, 0, 16376, DWORD0, DWORD1));
      assertEquals(slot, guest.args[0]);
    }
    assertEquals(H_PTEG_FULL, guest.call(H_ENTER, 0, 16376, DWORD0, DWORD1));
  }

  @Test
  void findsTheGroupFullAndLeavesItAlone() {
    for (long slot = 8; slot < 16; slot++) {
      guest.put(slot, 0x1, 0x1190);
    }
    assertEquals(H_PTEG_FULL, guest.call(H_ENTER, 0, 8, DWORD0, DWORD1));
    assertEquals(0, guest.args[0]);
    guest.assertEntry(15, 0x1, 0x1190);
    guest.assertEntry(16, 0, 0);
    guest.assertNothingMarked();
  }

  @Test
  void findsTheExactSlotTakenAndLeavesItAlone() {
    guest.put(9, 0x1, 0x1190);
    assertEquals(H_PTEG_FULL, guest.call(H_ENTER, H_EXACT, 9, DWORD0, DWORD1));
    guest.assertEntry(9, 0x1, 0x1190);
    guest.assertEntry(10, 0, 0);
    guest.assertNothingMarked();
  }

  @Test
  void clearsTheBitsThatAreTheHosts() {
    assertEquals(H_SUCCESS, guest.call(H_ENTER, 0, 0, DWORD0 | 0x60, DWORD1));
    guest.assertEntry(0, DWORD0, DWORD1);
  }

  @Test
  void leavesTheSlotFreeIfTheEntryIsNotValid() {
    assertEquals(H_SUCCESS, guest.call(H_ENTER, 0, 0, DWORD0 & ~1, DWORD1));
    guest.assertEntry(0, 0, 0);
    guest.assertMarkedOnly(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {16384, 1L << 32, Long.MIN_VALUE, -1})
  void refusesASlotBeyondTheTable(long ptex) {
    assertEquals(H_PARAMETER, guest.call(H_ENTER, 0, ptex, DWORD0, DWORD1));
    assertEquals(H_PARAMETER, guest.call(H_ENTER, H_EXACT, ptex, DWORD0, DWORD1));
  }

  /** RAM ends at 16 MiB; W 0x40, I 0x20, M 0x10, G 0x8. */
  @ParameterizedTest
  @CsvSource({
    // dword 0, dword 1, expected
    "0x1, 0x0fff010, 0",
    "0x1, 0x0fff000, -4",
    "0x1, 0x0fff018, -4",
    "0x1, 0x0fff030, -4",
    "0x1, 0x0fff050, -4",
    "0x1, 0x1000010, -4",
    "0x1, 0x1000020, 0",
    "0x1, 0x1000028, 0",
    "0x1, 0x1000030, 0",
    "0x1, 0x1000060, -4",
    // a page of 16 MiB, whose encoding is not part of its address
    "0x5, 0x0038010, 0",
    "0x5, 0x1038010, -4",
    "0x5, 0x1038020, 0",
    // page sizes that there are not
    "0x5, 0x0002010, -4",
    "0x5, 0x0039010, -4"
  })
  void wantsRamCachedAndTheRestNotAndAPageSizeThatItKnows(long dword0, long dword1, long expected) {
    assertEquals(expected, guest.call(H_ENTER, 0, 0, dword0, dword1));
    guest.assertEntry(0, expected == 0 ? dword0 : 0, expected == 0 ? dword1 : 0);
  }
}
