// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HptGeometryTest {

  @ParameterizedTest
  @CsvSource({
    "18, 262144, 16384, 0x7ff",
    "22, 4194304, 262144, 0x7fff",
    "36, 68719476736, 4294967296, 0x1fffffff"
  })
  void followsFromTheShift(int shift, long bytes, long slots, String ptegMask) {
    HptGeometry geometry = new HptGeometry(shift);
    assertEquals(bytes, geometry.bytes());
    assertEquals(slots, geometry.slots());
    assertEquals(Long.decode(ptegMask), geometry.ptegMask());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 17, 37, 46, 64, Integer.MAX_VALUE})
  void refusesAShiftThatNoTableHas(int shift) {
    assertEquals(
        "shift " + shift + " is not in 18 to 36",
        assertThrows(IllegalArgumentException.class, () -> new HptGeometry(shift)).getMessage());
  }

  @Test
  void reachesNoFartherThanARecordsIndex() {
    assertEquals(1L << 32, new HptGeometry(HptGeometry.MAX_SHIFT).slots());
  }
}
