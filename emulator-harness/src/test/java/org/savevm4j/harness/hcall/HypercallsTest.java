// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.HashPageTable;

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
      longs = {Hcall.H_ENTER, Hcall.H_REMOVE, Hcall.H_PROTECT, Hcall.H_READ, Hcall.H_BULK_REMOVE})
  void hasNothingForARadixGuest(long opcode) {
    Hypercalls hypercalls = new Hypercalls(() -> null, TableCalls.RAM);
    assertEquals(Hcall.H_FUNCTION, hypercalls.call(opcode, new long[Hypercalls.ARGUMENTS]));
  }

  @Test
  void worksOnTheTableThatIsCurrentAtTheCall() {
    try (TableCalls first = new TableCalls();
        TableCalls second = new TableCalls()) {
      HashPageTable[] current = {first.table};
      Hypercalls hypercalls = new Hypercalls(() -> current[0], TableCalls.RAM);
      long[] args = {0, 0, 0x91, 0x1190, 0, 0, 0, 0, 0};
      hypercalls.call(Hcall.H_ENTER, args.clone());
      current[0] = second.table;
      hypercalls.call(Hcall.H_ENTER, args.clone());
      first.assertEntry(0, 0x91, 0x1190);
      first.assertEntry(1, 0, 0);
      second.assertEntry(0, 0x91, 0x1190);
    }
  }
}
