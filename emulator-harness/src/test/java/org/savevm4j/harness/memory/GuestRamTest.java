// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestRamTest {

  private static final int PAGES = 130;

  private final GuestRam ram = new GuestRam(PAGES * 4096L, Arena.ofShared());

  @AfterEach
  void free() {
    ram.free();
  }

  @Test
  void keepsDoublewordsInTheGuestsByteOrder() {
    ram.putBe64(8, 0x0102030405060708L);
    assertEquals(0x0102030405060708L, ram.getBe64(8));
    assertEquals(1, ram.memory().get(ValueLayout.JAVA_BYTE, 8));
    assertEquals(8, ram.memory().get(ValueLayout.JAVA_BYTE, 15));
  }

  @Test
  void marksThePageOfAStore() {
    ram.putBe64(128 * 4096 + 4088, 1);
    assertEquals(0b1, ram.dirtyPages().take(2));
    assertEquals(0, ram.dirtyPages().take(2));
    assertTrue(ram.touchedPages().get(128));
    assertFalse(ram.touchedPages().get(129));
  }

  @Test
  void marksEveryPageThatACopyCovers() {
    ram.copyIn(63 * 4096 + 4095, MemorySegment.ofArray(new byte[4098]));
    assertEquals(1L << 63, ram.dirtyPages().take(0));
    assertEquals(0b11, ram.dirtyPages().take(1));
    assertEquals(0b11, ram.touchedPages().word(1));
  }

  @Test
  void marksNothingForAnEmptyCopy() {
    ram.copyIn(4096, MemorySegment.ofArray(new byte[0]));
    assertEquals(0, ram.dirtyPages().count());
  }

  @Test
  void copiesOutWhatWasCopiedIn() {
    byte[] bytes = {1, 2, 3};
    byte[] copy = new byte[3];
    ram.copyIn(4095, MemorySegment.ofArray(bytes));
    ram.copyOut(4095, MemorySegment.ofArray(copy));
    assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), List.of(copy[0], copy[1], copy[2]));
  }

  @Test
  void refusesWhatLiesBeyondItsEnd() {
    assertThrows(IndexOutOfBoundsException.class, () -> ram.putBe64(PAGES * 4096L, 1));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> ram.copyIn(PAGES * 4096L - 1, MemorySegment.ofArray(new byte[2])));
    assertEquals(0, ram.dirtyPages().count());
  }

  @Test
  void refusesASizeThatIsNotInPages() {
    assertThrows(IllegalArgumentException.class, () -> new GuestRam(4097, Arena.ofAuto()));
    assertThrows(IllegalArgumentException.class, () -> new GuestRam(0, Arena.ofAuto()));
  }
}
