// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_READ;
import static org.savevm4j.harness.hcall.Hcall.H_READ_4;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTest {

  private final TableCalls guest = new TableCalls();

  @BeforeEach
  void fill() {
    guest.put(4, 0x4091, 0x4190);
    guest.put(5, 0x5091 | 0x20, 0x5190);
    guest.put(7, 0x7091, 0x7190);
  }

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void answersOneEntryAndLeavesItAsItWas() {
    assertEquals(H_SUCCESS, guest.call(H_READ, 0, 4, 99));
    assertArrayEquals(new long[] {0x4091, 0x4190, 99, 0, 0, 0, 0, 0, 0}, guest.args);
    guest.assertEntry(4, 0x4091, 0x4190);
    guest.assertNothingMarked();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6, 7})
  void answersTheFourAlignedEntriesAroundASlot(long ptex) {
    assertEquals(H_SUCCESS, guest.call(H_READ, H_READ_4, ptex));
    assertArrayEquals(
        new long[] {0x4091, 0x4190, 0x5091, 0x5190, 0, 0, 0x7091, 0x7190, 0}, guest.args);
    guest.assertNothingMarked();
  }

  @ParameterizedTest
  @ValueSource(longs = {16384, 1L << 32, Long.MIN_VALUE, -1})
  void refusesASlotBeyondTheTable(long ptex) {
    assertEquals(H_PARAMETER, guest.call(H_READ, 0, ptex));
    assertEquals(H_PARAMETER, guest.call(H_READ, H_READ_4, ptex));
  }
}
