// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.guest.GuestEvent;
import org.savevm4j.harness.guest.GuestStatus;

@Timeout(60)
class ResizeOptionTest {

  private static final int NEXT_SHIFT = 20;

  @Test
  void guestResizesItsTableUnlessThatIsDisabled() throws Exception {
    assertEquals(NEXT_SHIFT, shiftAfterWish(true));
    assertEquals(NEXT_SHIFT - 1, shiftAfterWish(false));
  }

  @Test
  void machineTakesNoLargerTableFromAStreamThanItsGuestMayHave() {
    assertTrue(maxShift(true) > maxShift(false));
  }

  private static int shiftAfterWish(boolean resizeHpt) throws Exception {
    try (Emulator emulator = Emulator.open(options(resizeHpt))) {
      emulator.start();
      emulator.guestEvent(GuestEvent.resizeTo(NEXT_SHIFT));
      GuestStatus status = emulator.guestStatus();
      while (status.events() == 0) {
        status = emulator.guestStatus();
      }
      assertFalse(status.eventPending());
      TableInfo table = emulator.table();
      assertNotNull(table);
      return table.shift();
    }
  }

  private static int maxShift(boolean resizeHpt) {
    try (Board board = new Board(options(resizeHpt))) {
      return board.machine().hpt().maxShift();
    }
  }

  private static EmulatorOptions options(boolean resizeHpt) {
    EmulatorOptions usual = StubOptions.booting();
    return new EmulatorOptions(
        usual.memoryBytes(), 1, null, null, false, resizeHpt, HtabAccess.TABLE, usual.guest());
  }
}
