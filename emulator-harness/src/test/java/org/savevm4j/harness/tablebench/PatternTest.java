// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

class PatternTest {

  private static final int SHIFT = 22;

  @ParameterizedTest
  @CsvSource({"LOW,56.25", "HALF,50", "ALL,100", "FEW,2"})
  void theShareOfValidSlotsIs(Pattern pattern, double percent) throws IOException {
    HashPageTable table = pattern.table(SHIFT);
    try {
      assertEquals(percent, 100.0 * valid(table) / table.geometry().slots(), 0.3);
    } finally {
      table.free();
    }
  }

  @Test
  void theRealTableFillsASixteenMebibyteTableTwice() throws IOException {
    HashPageTable table = Pattern.REAL.table(24);
    try {
      assertEquals(3.2, 100.0 * valid(table) / table.geometry().slots(), 0.1);
      long half = table.memory().byteSize() / 2;
      assertEquals(
          -1, table.memory().asSlice(0, half).mismatch(table.memory().asSlice(half, half)));
    } finally {
      table.free();
    }
  }

  @Test
  void lowSlotsOfAGroupAreThreeToSix() throws IOException {
    HashPageTable table = Pattern.LOW.table(SHIFT);
    try {
      for (long group = 0; group < table.geometry().slots(); group += 8) {
        int valid = (int) (table.occupied().word(group >>> 6) >>> group) & 0xff;
        assertEquals(0, valid & valid + 1, "the low ones");
        assertTrue(Integer.bitCount(valid) >= 3 && Integer.bitCount(valid) <= 6);
      }
    } finally {
      table.free();
    }
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void entriesAreAsGuestsHaveThem(Pattern pattern) throws IOException {
    HashPageTable table = pattern.table(SHIFT);
    try {
      long entries = 0;
      for (long slot = 0; slot < table.geometry().slots(); slot++) {
        long dword0 = table.dword0(slot);
        assertEquals(0, dword0 & Hpte.V_HOST, "no host bits");
        if ((dword0 & Hpte.V_VALID) != 0) {
          entries++;
          assertTrue((table.dword1(slot) & Hpte.R_WIMG) != 0, "memory is coherent or inhibited");
        }
      }
      assertEquals(valid(table), entries);
    } finally {
      table.free();
    }
  }

  private static long valid(HashPageTable table) {
    long valid = 0;
    for (long word = 0; word < table.occupied().words(); word++) {
      valid += Long.bitCount(table.occupied().word(word));
    }
    return valid;
  }
}
