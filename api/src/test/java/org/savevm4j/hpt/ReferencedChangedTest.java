// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.hpt.Hpte.R_CHANGED;
import static org.savevm4j.hpt.Hpte.R_REFERENCED;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R and C, as a translation sets them in an entry that it has read. */
class ReferencedChangedTest {

  private static final long SLOT = 70;
  private static final long DWORD0 = 0x12_3491L;
  private static final long DWORD1 = 0x5012L;

  private final HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofShared());
  private final DirtyMarks marks = table.tracking().open();

  @BeforeEach
  void fill() {
    put(DWORD1);
  }

  @AfterEach
  void free() {
    table.free();
  }

  @ParameterizedTest
  @CsvSource({"0, 0x100, 0x100", "0x80, 0x100, 0x180", "0x100, 0x180, 0x180", "0, 0x180, 0x180"})
  void areAddedToWhatIsThereAndMarkTheSlot(int there, long bits, long after) {
    put(DWORD1 | there);
    assertTrue(table.setReferencedChanged(SLOT, DWORD0, DWORD1, bits));
    assertEquals(DWORD1 | after, table.dword1(SLOT));
    assertEquals(DWORD0, table.dword0(SLOT), "unlocked");
    assertEquals(1L << SLOT, marks.take(SLOT >>> 6));
  }

  @Test
  void markNothingIfTheyAreThere() {
    put(DWORD1 | R_REFERENCED | R_CHANGED);
    assertTrue(table.setReferencedChanged(SLOT, DWORD0, DWORD1, R_REFERENCED));
    assertEquals(0, marks.take(SLOT >>> 6));
    assertEquals(DWORD0, table.dword0(SLOT), "unlocked");
  }

  @Test
  void areSetInAnEntryThatWasLockedWhenItWasRead() {
    assertTrue(table.setReferencedChanged(SLOT, DWORD0 | Hpte.V_LOCK, DWORD1, R_REFERENCED));
    assertEquals(DWORD1 | R_REFERENCED, table.dword1(SLOT));
  }

  @ParameterizedTest
  @CsvSource({"0x123411, 0x5012", "0x123490, 0x5012", "0x123491, 0x5013", "0x123491, 0x6012"})
  void areNotSetInAnotherEntry(long dword0, long dword1) {
    assertFalse(table.setReferencedChanged(SLOT, dword0, dword1, R_REFERENCED | R_CHANGED));
    assertEquals(DWORD0, table.dword0(SLOT));
    assertEquals(DWORD1, table.dword1(SLOT));
    assertEquals(0, marks.take(SLOT >>> 6));
  }

  private void put(long dword1) {
    table.lock(SLOT);
    table.store(SLOT, DWORD0, dword1);
    marks.take(SLOT >>> 6);
  }
}
