// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.savevm4j.harness.hcall.Hcall.H_ANDCOND;
import static org.savevm4j.harness.hcall.Hcall.H_AVPN;
import static org.savevm4j.harness.hcall.Hcall.H_NOT_FOUND;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_PROTECT;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectTest {

  private static final long AVPN = 0x0000_0000_0012_3480L;
  private static final long DWORD0 = AVPN | 0x13;

  private final TableCalls guest = new TableCalls();

  @AfterEach
  void close() {
    guest.close();
  }

  static Stream<Arguments> protections() {
    return Stream.of(
        Arguments.of("pp set", 0x5190L, 0x3L, 0x5193L),
        Arguments.of("pp cleared", 0x5193L, 0L, 0x5190L),
        Arguments.of("pp0 set", 0x5190L, 0x100L, 0x8000_0000_0000_5190L),
        Arguments.of("n set", 0x5190L, 0x4L, 0x5194L),
        Arguments.of("low bits of the key set", 0x5190L, 0xe00L, 0x5f90L),
        Arguments.of("high bits of the key set", 0x5190L, 0x3000L, 0x3000_0000_0000_5190L),
        Arguments.of("all cleared", -1L, 0L, 0x4fff_ffff_ffff_f1f8L),
        Arguments.of("flags that mean nothing", 0x5190L, 0x7fff_c0f8L, 0x5190L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protections")
  void changesProtectionAndKeyAndNothingElse(String name, long old, long flags, long expected) {
    guest.put(3, DWORD0, old);
    assertEquals(H_SUCCESS, guest.call(H_PROTECT, flags, 3, 0));
    guest.assertEntry(3, DWORD0, expected);
    guest.assertMarkedOnly(3);
  }

  @Test
  void marksTheSlotEvenIfNothingChanges() {
    guest.put(3, DWORD0, 0x5190);
    assertEquals(H_SUCCESS, guest.call(H_PROTECT, 0, 3, 0));
    guest.assertMarkedOnly(3);
  }

  @Test
  void takesAnEntryWithTheRightAvpn() {
    guest.put(3, DWORD0, 0x5190);
    assertEquals(H_SUCCESS, guest.call(H_PROTECT, H_AVPN | 2, 3, AVPN));
    guest.assertEntry(3, DWORD0, 0x5192);
  }

  @Test
  void leavesAnEntryWithAnotherAvpnAlone() {
    guest.put(3, DWORD0, 0x5190);
    assertEquals(H_NOT_FOUND, guest.call(H_PROTECT, H_AVPN | 2, 3, AVPN + 0x80));
    guest.assertEntry(3, DWORD0, 0x5190);
    guest.assertNothingMarked();
  }

  @Test
  void knowsNoOtherCondition() {
    guest.put(3, DWORD0, 0x5190);
    assertEquals(H_SUCCESS, guest.call(H_PROTECT, H_ANDCOND | 2, 3, DWORD0));
    guest.assertEntry(3, DWORD0, 0x5192);
  }

  @Test
  void findsNothingInAnEmptySlot() {
    assertEquals(H_NOT_FOUND, guest.call(H_PROTECT, 0, 3, 0));
    guest.assertEntry(3, 0, 0);
    guest.assertNothingMarked();
  }

  @ParameterizedTest
  @ValueSource(longs = {16384, 1L << 32, Long.MIN_VALUE, -1})
  void refusesASlotBeyondTheTable(long ptex) {
    assertEquals(H_PARAMETER, guest.call(H_PROTECT, 0, ptex, 0));
  }
}
