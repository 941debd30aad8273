// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.savevm4j.harness.hcall.Hcall.H_NO_MEM;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_REGISTER_PROC_TBL;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;
import static org.savevm4j.harness.hcall.RegisterProcessTable.RADIX;
import static org.savevm4j.harness.hcall.RegisterProcessTable.REGISTER;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterProcessTableTest {

  private final TableCalls guest = new TableCalls();

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void takesTheTableFromAGuestThatTurnsRadix() {
    assertEquals(H_SUCCESS, guest.call(H_REGISTER_PROC_TBL, REGISTER | RADIX));
    assertNull(guest.tables.current);
    assertEquals(1, guest.tables.replacements);
  }

  @Test
  void givesAGuestThatTurnsHashAnEmptyTableOfTheSizeAtBoot() {
    guest.tables.current = null;
    assertEquals(H_SUCCESS, guest.call(H_REGISTER_PROC_TBL, REGISTER));
    assertNotNull(guest.tables.current);
    assertEquals(TableCalls.BOOT_SHIFT, guest.tables.current.geometry().shift());
    assertEquals(1, guest.tables.replacements);
  }

  @Test
  void leavesAGuestAsItIsIfThatIsWhatItSays() {
    assertEquals(H_SUCCESS, guest.call(H_REGISTER_PROC_TBL, REGISTER));
    assertSame(guest.table, guest.tables.current);
    guest.tables.current = null;
    assertEquals(H_SUCCESS, guest.call(H_REGISTER_PROC_TBL, REGISTER | RADIX));
    assertEquals(0, guest.tables.replacements);
  }

  @Test
  void leavesAGuestRadixIfThereIsNoMemoryForATable() {
    guest.tables.current = null;
    guest.tables.memory = 0;
    assertEquals(H_NO_MEM, guest.call(H_REGISTER_PROC_TBL, REGISTER));
    assertNull(guest.tables.current);
    assertEquals(0, guest.tables.replacements);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x04, 0x08, 0x10, 0x0c, 0x14, 0x1a, 0x1d, 0x3c, -1})
  void refusesAllOtherFlags(long flags) {
    assertEquals(H_PARAMETER, guest.call(H_REGISTER_PROC_TBL, flags));
    assertSame(guest.table, guest.tables.current);
  }
}
