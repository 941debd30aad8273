// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(20)
class SparseArenaTest {

  private static final long GIB = 1L << 30;

  @Test
  @EnabledOnOs(OS.LINUX)
  void costsOnlyThePagesThatAreStoredTo() throws IOException {
    try (Arena arena = SparseArena.ofShared()) {
      long before = residentBytes();
      MemorySegment memory = arena.allocate(64 * GIB, 128);
      for (long at = 0; at < memory.byteSize(); at += GIB) {
        memory.set(ValueLayout.JAVA_LONG, at, at + 1);
      }
      assertTrue(residentBytes() - before < 32 << 20, "64 pages are not 32 MiB");
      assertEquals(63 * GIB + 1, memory.get(ValueLayout.JAVA_LONG, 63 * GIB));
      assertEquals(0, memory.get(ValueLayout.JAVA_LONG, 64 * GIB - 8));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void givesPagesBackWhenItCloses() throws IOException {
    long before = residentBytes();
    for (int i = 0; i < 8; i++) {
      try (Arena arena = SparseArena.ofShared()) {
        arena.allocate(64 << 20, 8).fill((byte) 1);
      }
    }
    assertTrue(residentBytes() - before < 128 << 20, "eight arenas of 64 MiB were closed");
  }

  @Test
  void sharesZeroedMemoryBetweenThreads() throws InterruptedException {
    try (Arena arena = SparseArena.ofShared()) {
      MemorySegment memory = arena.allocate(100);
      assertEquals(100, memory.byteSize());
      assertEquals(-1, memory.mismatch(MemorySegment.ofArray(new byte[100])));
      Thread other = new Thread(() -> memory.set(ValueLayout.JAVA_BYTE, 99, (byte) 7));
      other.start();
      other.join();
      assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, 99));
    }
  }

  @Test
  void refusesAccessAfterItClosed() {
    Arena arena = SparseArena.ofShared();
    MemorySegment memory = arena.allocate(4096);
    arena.close();
    assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
    assertThrows(IllegalStateException.class, () -> arena.allocate(4096));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesTheSizeThatThereIsNoRoomFor() {
    try (Arena arena = SparseArena.ofShared()) {
      OutOfMemoryError none =
          assertThrows(OutOfMemoryError.class, () -> arena.allocate(1L << 60, 8));
      assertEquals("no room to map " + (1L << 60) + " bytes", none.getMessage());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesWhatNoMappingIsAlignedTo() {
    try (Arena arena = SparseArena.ofShared()) {
      assertThrows(IllegalArgumentException.class, () -> arena.allocate(8, 8192));
      assertThrows(IllegalArgumentException.class, () -> arena.allocate(-8, 8));
      assertEquals(0, arena.allocate(0, 8).byteSize());
    }
  }

  private static long residentBytes() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
  }
}
