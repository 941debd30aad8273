// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.savevm4j.harness.hcall.Hcall.H_ANDCOND;
import static org.savevm4j.harness.hcall.Hcall.H_AVPN;
import static org.savevm4j.harness.hcall.Hcall.H_NOT_FOUND;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_REMOVE;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoveTest {

  private static final long AVPN = 0x4000_0000_0012_3480L;
  private static final long DWORD0 = AVPN | 0x11;
  private static final long DWORD1 = 0x5196;

  private final TableCalls guest = new TableCalls();

  @AfterEach
  void close() {
    guest.close();
  }

  static Stream<Arguments> conditions() {
    return Stream.of(
        Arguments.of("none", 0, 0x7777, H_SUCCESS),
        Arguments.of("the entry's avpn", H_AVPN, AVPN, H_SUCCESS),
        Arguments.of("another avpn", H_AVPN, AVPN + 0x80, H_NOT_FOUND),
        Arguments.of("an avpn in another segment size", H_AVPN, AVPN & ~(1L << 62), H_NOT_FOUND),
        Arguments.of("an avpn with bits below it", H_AVPN, AVPN | 1, H_NOT_FOUND),
        Arguments.of("bits that are clear", H_ANDCOND, 0x0e, H_SUCCESS),
        Arguments.of("a bit that is set", H_ANDCOND, 0x1e, H_NOT_FOUND),
        Arguments.of("both, one failing", H_AVPN | H_ANDCOND, AVPN, H_NOT_FOUND));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conditions")
  void removesAnEntryThatMeetsItsConditions(String name, long flags, long avpn, long expected) {
    guest.put(3, DWORD0, DWORD1);
    assertEquals(expected, guest.call(H_REMOVE, flags, 3, avpn));
    if (expected == H_SUCCESS) {
      assertEquals(DWORD0, guest.args[0]);
      assertEquals(DWORD1, guest.args[1]);
      guest.assertEntry(3, 0, 0);
      guest.assertMarkedOnly(3);
    } else {
      assertEquals(3, guest.args[1]);
      guest.assertEntry(3, DWORD0, DWORD1);
      guest.assertNothingMarked();
    }
  }

  @Test
  void findsNothingInAnEmptySlot() {
    assertEquals(H_NOT_FOUND, guest.call(H_REMOVE, 0, 3, 0));
    guest.assertEntry(3, 0, 0);
    guest.assertNothingMarked();
  }

  @Test
  void doesNotShowTheGuestTheBitsThatAreTheHosts() {
    guest.put(3, DWORD0 | 0x20, DWORD1);
    assertEquals(H_SUCCESS, guest.call(H_REMOVE, 0, 3, 0));
    assertEquals(DWORD0, guest.args[0]);
  }

  @ParameterizedTest
  @ValueSource(longs = {16384, 1L << 32, Long.MIN_VALUE, -1})
  void refusesASlotBeyondTheTable(long ptex) {
    assertEquals(H_PARAMETER, guest.call(H_REMOVE, 0, ptex, 0));
  }
}
