// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.savevm4j.harness.hcall.Hcall.H_AUTHORITY;
import static org.savevm4j.harness.hcall.Hcall.H_BUSY;
import static org.savevm4j.harness.hcall.Hcall.H_CLOSED;
import static org.savevm4j.harness.hcall.Hcall.H_HARDWARE;
import static org.savevm4j.harness.hcall.Hcall.H_LONG_BUSY_ORDER_100_MSEC;
import static org.savevm4j.harness.hcall.Hcall.H_NOT_AVAILABLE;
import static org.savevm4j.harness.hcall.Hcall.H_NO_MEM;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_RESIZE_HPT_COMMIT;
import static org.savevm4j.harness.hcall.Hcall.H_RESIZE_HPT_PREPARE;
import static org.savevm4j.harness.hcall.Hcall.H_RESOURCE;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H_RESIZE_HPT_PREPARE and H_RESIZE_HPT_COMMIT, every outcome, but for what a rehash moves. */
class ResizeTest {

  private final TableCalls guest = new TableCalls();

  @AfterEach
  void close() {
    guest.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {H_RESIZE_HPT_PREPARE, H_RESIZE_HPT_COMMIT})
  void isRefusedBeforeAllElseIfTheMachineDoesNotResize(int opcode) {
    try (TableCalls fixed = new TableCalls(false)) {
      fixed.tables.current = null;
      assertEquals(H_AUTHORITY, fixed.call(opcode, 1, 99));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {H_RESIZE_HPT_PREPARE, H_RESIZE_HPT_COMMIT})
  void isNotAvailableToARadixGuest(int opcode) {
    guest.tables.current = null;
    assertEquals(H_NOT_AVAILABLE, guest.call(opcode, 1, 99));
  }

  /** The guest's RAM has shift 18. */
  @ParameterizedTest
  @CsvSource({
    "1, 19, -4",
    "-1, 0, -4",
    "0, 17, -4",
    "0, 1, -4",
    "0, 47, -4",
    "0, -1, -4",
    "0, -9223372036854775808, -4",
    "0, 4294967314, -4",
    "0, 20, -16",
    "0, 46, -16",
    "0, 18, 9902",
    "0, 19, 9902",
    "0, 0, 0"
  })
  void preparesForShiftsThatItsRamCarries(long flags, long shift, long expected) {
    assertEquals(expected, prepare(flags, shift));
    assertEquals(expected == 9902 ? 1 : 0, guest.tables.inMemory());
    assertSame(guest.table, guest.tables.current);
  }

  @Test
  void isInProgressOnceAndThenDone() {
    assertEquals(H_LONG_BUSY_ORDER_100_MSEC, prepare(0, 19));
    assertEquals(H_SUCCESS, prepare(0, 19));
    assertEquals(H_SUCCESS, prepare(0, 19));
    assertEquals(1, guest.tables.inMemory());
  }

  @Test
  void startsAnewForAnotherShift() {
    prepare(0, 19);
    prepare(0, 19);
    assertEquals(H_LONG_BUSY_ORDER_100_MSEC, prepare(0, 18));
    assertEquals(1, guest.tables.inMemory());
    assertEquals(H_SUCCESS, prepare(0, 18));
    assertEquals(H_LONG_BUSY_ORDER_100_MSEC, prepare(0, 19));
  }

  @Test
  void isCancelledByShiftZero() {
    prepare(0, 19);
    assertEquals(H_SUCCESS, prepare(0, 0));
    assertEquals(0, guest.tables.inMemory());
    assertEquals(H_LONG_BUSY_ORDER_100_MSEC, prepare(0, 19));
  }

  @Test
  void keepsWhatIsPreparedWhenAskedForWhatCannotBe() {
    prepare(0, 19);
    assertEquals(H_PARAMETER, prepare(1, 0));
    assertEquals(H_PARAMETER, prepare(0, 17));
    assertEquals(H_RESOURCE, prepare(0, 20));
    assertEquals(H_SUCCESS, prepare(0, 19));
  }

  @Test
  void tellsThatThereIsNoMemoryAndTriesAgainOnlyAfterACancel() {
    guest.tables.memory = 0;
    assertEquals(H_LONG_BUSY_ORDER_100_MSEC, prepare(0, 19));
    assertEquals(H_NO_MEM, prepare(0, 19));
    guest.tables.memory = 1;
    assertEquals(H_NO_MEM, prepare(0, 19));
    prepare(0, 0);
    assertEquals(H_LONG_BUSY_ORDER_100_MSEC, prepare(0, 19));
    assertEquals(H_SUCCESS, prepare(0, 19));
  }

  @Test
  void switchesToTheTableThatWasPrepared() {
    ready(19);
    assertEquals(H_SUCCESS, commit(0, 19));
    assertEquals(19, guest.tables.current.geometry().shift());
    assertEquals(1, guest.tables.replacements);
    assertEquals(1, guest.tables.inMemory());
    assertEquals(H_CLOSED, commit(0, 19));
  }

  @Test
  void isClosedIfNothingIsPrepared() {
    assertEquals(H_CLOSED, commit(0, 19));
    assertEquals(H_CLOSED, commit(0, 0));
  }

  @Test
  void isClosedForAnotherShiftAndDropsWhatIsPrepared() {
    ready(19);
    assertEquals(H_CLOSED, commit(0, 18));
    assertDropped();
  }

  @Test
  void isBusyUntilThePreparationIsKnownToBeDoneAndDropsIt() {
    prepare(0, 19);
    assertEquals(H_BUSY, commit(0, 19));
    assertDropped();
  }

  @Test
  void tellsThatThereWasNoMemoryAndDropsTheRequest() {
    guest.tables.memory = 0;
    prepare(0, 19);
    prepare(0, 19);
    assertEquals(H_NO_MEM, commit(0, 19));
    assertDropped();
  }

  /** A reserved segment size: bolted, it has nowhere to go. */
  @Test
  void dropsWhatIsPreparedIfTheRehashFails() {
    guest.put(8, Long.MIN_VALUE | 0x11, 0x1190);
    ready(19);
    assertEquals(H_HARDWARE, commit(0, 19));
    assertDropped();
  }

  @Test
  void refusesFlagsAndKeepsWhatIsPrepared() {
    ready(19);
    assertEquals(H_PARAMETER, commit(1, 19));
    assertEquals(H_SUCCESS, commit(0, 19));
  }

  @Test
  void isNotAvailableIfTheGuestTurnedRadixWhileItWaited() {
    ready(19);
    guest.tables.meanwhile = () -> guest.tables.current = null;
    assertEquals(H_NOT_AVAILABLE, commit(0, 19));
  }

  @Test
  void isClosedIfAnotherVcpuCommittedWhileItWaited() {
    ready(19);
    guest.tables.meanwhile =
        () -> {
          guest.tables.meanwhile = () -> {};
          assertEquals(H_SUCCESS, commit(0, 19));
        };
    assertEquals(H_CLOSED, commit(0, 19));
    assertEquals(1, guest.tables.replacements);
  }

  private void assertDropped() {
    assertEquals(0, guest.tables.inMemory());
    assertSame(guest.table, guest.tables.current);
    assertEquals(0, guest.tables.replacements);
    assertEquals(H_CLOSED, commit(0, 19));
  }

  private void ready(long shift) {
    prepare(0, shift);
    assertEquals(H_SUCCESS, prepare(0, shift));
  }

  private long prepare(long flags, long shift) {
    return guest.call(H_RESIZE_HPT_PREPARE, flags, shift);
  }

  private long commit(long flags, long shift) {
    return guest.call(H_RESIZE_HPT_COMMIT, flags, shift);
  }
}
