// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineConfigTest {

  @ParameterizedTest
  @CsvSource({
    "1, 18",
    "33554432, 18",
    "33554433, 19",
    "536870912, 22",
    "1073741824, 23",
    "1073741825, 24",
    "1099511627776, 33",
    "9007199254740992, 46",
    "9223372036854775807, 46"
  })
  void givesATableOfARam128thRoundedUp(long ramBytes, int shift) {
    assertEquals(shift, MachineConfig.htabShiftFor(ramBytes));
  }

  @Test
  void refusesRamOfNoBytes() {
    assertThrows(IllegalArgumentException.class, () -> MachineConfig.htabShiftFor(0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 18, 36, 1, memory of 0 bytes is not a positive number of pages",
    "4097, 18, 36, 1, memory of 4097 bytes is not a positive number of pages",
    "4096, 17, 36, 1, shift 17 is not in 18 to 36",
    "4096, 25, 24, 1, shift 25 is not in 18 to 24",
    "4096, 18, 37, 1, a largest shift of 37 is not in 18 to 36",
    "4096, 18, 36, 0, 0 vCPUs are not enough"
  })
  void saysWhatIsWrong(long memory, int shift, int maxShift, int cpus, String message) {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MachineConfig(memory, shift, maxShift, cpus, "pseries-10.0"));
    assertEquals(message, wrong.getMessage());
  }
}
