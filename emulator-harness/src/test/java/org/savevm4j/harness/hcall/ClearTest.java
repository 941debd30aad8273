// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.savevm4j.harness.hcall.Hcall.H_CLEAR_MOD;
import static org.savevm4j.harness.hcall.Hcall.H_CLEAR_REF;
import static org.savevm4j.harness.hcall.Hcall.H_NOT_FOUND;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H_CLEAR_REF and H_CLEAR_MOD. */
class ClearTest {

  private static final long DWORD0 = 0x12_3493L;

  private final TableCalls guest = new TableCalls();

  @AfterEach
  void close() {
    guest.close();
  }

  /** R is 0x100, C is 0x80. */
  @ParameterizedTest
  @CsvSource({
    "0x14, 0x5197, 5097",
    "0x14, 0x5117, 5017",
    "0x10, 0x5197, 5117",
    "0x10, 0x5097, 5017",
    "0x14, -1, fffffffffffffeff",
    "0x10, -1, ffffffffffffff7f"
  })
  void clearsItsBitAndNoOtherAndAnswersWhatWas(int opcode, long old, String left) {
    guest.put(3, DWORD0, old);
    assertEquals(H_SUCCESS, guest.call(opcode, 0, 3));
    assertEquals(old, guest.args[0]);
    guest.assertEntry(3, DWORD0, Long.parseUnsignedLong(left, 16));
    guest.assertMarkedOnly(3);
  }

  @ParameterizedTest
  @CsvSource({"0x14, 0x5097", "0x10, 0x5117"})
  void leavesAnEntryAloneWhoseBitIsClear(int opcode, long dword1) {
    guest.put(3, DWORD0, dword1);
    assertEquals(H_SUCCESS, guest.call(opcode, 0, 3));
    assertEquals(dword1, guest.args[0]);
    guest.assertEntry(3, DWORD0, dword1);
    guest.assertNothingMarked();
  }

  @ParameterizedTest
  @ValueSource(ints = {H_CLEAR_REF, H_CLEAR_MOD})
  void findsNothingInAnEmptySlot(int opcode) {
    assertEquals(H_NOT_FOUND, guest.call(opcode, 7, 3));
    assertEquals(7, guest.args[0]);
    guest.assertEntry(3, 0, 0);
    guest.assertNothingMarked();
  }

  @ParameterizedTest
  @ValueSource(longs = {16384, 1L << 32, Long.MIN_VALUE, -1})
  void refusesASlotBeyondTheTable(long ptex) {
    assertEquals(H_PARAMETER, guest.call(H_CLEAR_REF, 0, ptex));
    assertEquals(H_PARAMETER, guest.call(H_CLEAR_MOD, 0, ptex));
  }
}
