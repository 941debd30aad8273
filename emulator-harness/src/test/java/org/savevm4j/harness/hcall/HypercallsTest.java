// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypercallsTest {

  @ParameterizedTest
  @ValueSource(
      longs = {0, 0x05, 0x1c, 0x3fc, 0x400, 0xf000, 1L << 34 | 0x04, Long.MIN_VALUE | 0x04, -1})
  void doesNotKnowAnyOtherOpcode(long opcode) {
    try (TableCalls guest = new TableCalls()) {
      assertEquals(Hcall.H_FUNCTION, guest.call(opcode, 1, 2, 3));
      assertArrayEquals(new long[] {1, 2, 3, 0, 0, 0, 0, 0, 0}, guest.args);
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Hcall.H_ENTER,
        Hcall.H_REMOVE,
        Hcall.H_PROTECT,
        Hcall.H_READ,
        Hcall.H_BULK_REMOVE,
        Hcall.H_CLEAR_REF,
        Hcall.H_CLEAR_MOD
      })
  void hasNothingForARadixGuest(long opcode) {
    try (TableCalls guest = new TableCalls()) {
      guest.tables.current = null;
      assertEquals(Hcall.H_FUNCTION, guest.call(opcode));
    }
  }

  @Test
  void worksOnTheTableThatIsCurrentAtTheCall() {
    try (TableCalls first = new TableCalls();
        TableCalls second = new TableCalls()) {
      first.call(Hcall.H_ENTER, 0, 0, 0x91, 0x1190);
      first.tables.current = second.table;
      first.call(Hcall.H_ENTER, 0, 0, 0x91, 0x1190);
      first.assertEntry(0, 0x91, 0x1190);
      first.assertEntry(1, 0, 0);
      second.assertEntry(0, 0x91, 0x1190);
    }
  }
}
