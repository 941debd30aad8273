// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.savevm4j.harness.hcall.Hcall.H_BULK_REMOVE;
import static org.savevm4j.harness.hcall.Hcall.H_PARAMETER;
import static org.savevm4j.harness.hcall.Hcall.H_SUCCESS;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BulkRemoveTest {

  private static final long END = 0xc0L << 56;
  private static final long AVPN = 0x12_3480L;

  private final TableCalls guest = new TableCalls();

  @BeforeEach
  void fill() {
    for (long slot = 0; slot < 4; slot++) {
      guest.put(slot, AVPN | 0x11, 0x1010 | (slot & 1) << 8 | (slot & 2) << 6);
    }
  }

  @AfterEach
  void close() {
    guest.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("removed", 0x40, 0, 0, 0x80, H_SUCCESS),
        Arguments.of("removed, R was set", 0x40, 1, 0, 0x88, H_SUCCESS),
        Arguments.of("removed, C was set", 0x40, 2, 0, 0x84, H_SUCCESS),
        Arguments.of("removed, R and C were set", 0x40, 3, 0, 0x8c, H_SUCCESS),
        Arguments.of("removed, avpn was right", 0x42, 0, AVPN, 0x82, H_SUCCESS),
        Arguments.of("not found, avpn was wrong", 0x42, 0, AVPN + 0x80, 0x92, H_SUCCESS),
        Arguments.of("removed, bit was clear", 0x41, 0, 0x0e, 0x81, H_SUCCESS),
        Arguments.of("not found, bit was set", 0x41, 0, 0x1e, 0x91, H_SUCCESS),
        Arguments.of("not found, slot is empty", 0x40, 5, 0, 0x90, H_SUCCESS),
        Arguments.of("wrong slot", 0x40, 16384, 0, 0xa0, H_PARAMETER),
        Arguments.of("both flags", 0x43, 0, AVPN, 0xa3, H_PARAMETER),
        Arguments.of("old response in the request", 0x7c, 0, 0, 0x80, H_SUCCESS),
        Arguments.of("type 0", 0x00, 0, 0, 0x00, H_PARAMETER),
        Arguments.of("type of a response", 0x80, 0, 0, 0x80, H_PARAMETER));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void answersEachRequestInItsPlace(
      String name, long request, long ptex, long avpn, long response, long expected) {
    assertEquals(expected, guest.call(H_BULK_REMOVE, request << 56 | ptex, avpn, END));
    assertEquals(Long.toHexString(response << 56 | ptex), Long.toHexString(guest.args[0]));
    assertEquals(avpn, guest.args[1]);
    if (name.startsWith("removed") || name.startsWith("old")) {
      guest.assertEntry(ptex, 0, 0);
      guest.assertMarkedOnly(ptex);
    } else {
      guest.assertNothingMarked();
    }
  }

  @Test
  void removesFour() {
    long request = 0x40L << 56;
    assertEquals(
        H_SUCCESS,
        guest.call(H_BULK_REMOVE, request, 0, request | 1, 0, request | 2, 0, request | 3, 0));
    assertEquals(0x8cL << 56 | 3, guest.args[6]);
    assertEquals(0b1111, guest.marks.take(0));
  }

  @Test
  void goesOnAfterASlotThatWasEmpty() {
    long request = 0x40L << 56;
    assertEquals(H_SUCCESS, guest.call(H_BULK_REMOVE, request | 5, 0, request | 1, 0, END));
    assertEquals(0x90L << 56 | 5, guest.args[0]);
    guest.assertEntry(1, 0, 0);
  }

  @Test
  void stopsAtAWrongParameterWithWhatWasDoneBefore() {
    long request = 0x40L << 56;
    assertEquals(
        H_PARAMETER,
        guest.call(H_BULK_REMOVE, request, 0, request | 16384, 0, request | 2, 0, END));
    guest.assertEntry(0, 0, 0);
    assertEquals(0x80L << 56, guest.args[0]);
    assertEquals(0xa0L << 56 | 16384, guest.args[2]);
    assertEquals(request | 2, guest.args[4]);
    guest.assertEntry(2, AVPN | 0x11, 0x1010 | 2 << 6);
    guest.assertMarkedOnly(0);
  }

  @Test
  void stopsAtTheEndOfTheList() {
    assertEquals(H_SUCCESS, guest.call(H_BULK_REMOVE, END, 0, 0x40L << 56, 0));
    assertEquals(END, guest.args[0]);
    guest.assertEntry(0, AVPN | 0x11, 0x1010);
  }
}
