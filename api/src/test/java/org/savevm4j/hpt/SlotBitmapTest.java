// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SlotBitmapTest {

  private final SlotBitmap map = new SlotBitmap(256, Arena.ofAuto());

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 31, 32, 63, 64, 127, 128, 255})
  void setsAndClearsOneBitAlone(long slot) {
    map.set(slot);
    map.set(slot);
    for (long other = 0; other < 256; other++) {
      assertEquals(other == slot, map.get(other), "bit " + other);
    }
    assertEquals(1L << slot % 64, map.word(slot / 64));
    map.setAll(slot / 64, -1L);
    map.clear(slot);
    map.clear(slot);
    assertEquals(~(1L << slot % 64), map.word(slot / 64));
  }

  @Test
  void takesOnlyTheBitsItIsAskedFor() {
    map.setAll(2, 0xff00L);
    assertEquals(0x0f00L, map.take(2, 0x0fffL));
    assertEquals(0xf000L, map.word(2));
    assertEquals(0, map.take(2, 0x0fffL));
    assertEquals(0xf000L, map.take(2, -1L));
    assertEquals(0, map.word(2));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 256, 3",
    "3, 256, 3",
    "4, 256, 64",
    "65, 256, 255",
    "4, 64, 64",
    "65, 250, 250",
    "256, 256, 256",
    "66, 100, 100"
  })
  void findsTheNextBitThatIsSetBelowABound(long from, long to, long next) {
    map.set(3);
    map.set(64);
    map.set(255);
    assertEquals(next, map.next(from, to));
  }

  @Test
  void putsAndShowsBitsOfAMapThatNobodyElseSees() {
    map.setAll(1, 0xf0f0L);
    map.put(1, 0xffL, 0x0aL);
    assertEquals(0xf00aL, map.peek(1));
    assertEquals(0xf00aL, map.word(1));
    assertEquals(0, map.peek(0));
    assertEquals(0, map.peek(2));
    map.put(1, 0x3L);
    assertEquals(0x3L, map.word(1));
  }

  @Test
  void addsBitsToThoseThatAreSet() {
    map.set(64);
    map.setAll(1, 0x8000000000000002L);
    assertEquals(0x8000000000000003L, map.word(1));
    assertTrue(map.get(127));
    assertFalse(map.get(126));
  }

  @Test
  void keepsTheBitsOfThreadsThatShareAWordApart() {
    CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
    for (int i = 0; i < threads.length; i++) {
      long slot = 64 + 9L * i;
      threads[i] = CompletableFuture.runAsync(() -> setAndClear(slot), thread());
    }
    CompletableFuture.allOf(threads).join();
    assertEquals(0, map.word(1));
  }

  private void setAndClear(long slot) {
    for (int i = 0; i < 100_000; i++) {
      map.set(slot);
      assertTrue(map.get(slot), "set");
      if (i % 2 == 0) {
        map.clear(slot);
      } else {
        assertEquals(1L << slot, map.take(1, 1L << slot), "taken");
      }
      assertFalse(map.get(slot), "cleared");
    }
  }

  private static Executor thread() {
    return task -> Thread.ofPlatform().daemon().start(task);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "63, 1", "64, 1", "65, 2", "16384, 256"})
  void hasAWordForEvery64Slots(long slots, long words) {
    assertEquals(words, new SlotBitmap(slots, Arena.ofAuto()).words());
  }
}
