// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.memory.SparseArena;

class VirtualPrecopyTest {

  private static final double GIGABIT = 125e6;

  private final List<Long> ran = new ArrayList<>();

  @Test
  void guestRunsWhileEachPassIsOnTheLink() throws IOException {
    VirtualPrecopy result = migrate(1_000_000, 500_000, 1000);
    assertEquals(List.of(8_000_000L, 4_000_000L), ran);
    assertEquals(new VirtualPrecopy(1_000_000, 1000, 1_501_000, 3), result);
    assertEquals(0.001, result.ratio());
  }

  @Test
  void passThatHardlyShrinksIsTheLast() throws IOException {
    assertEquals(950_000, migrate(1_000_000, 950_000, 1).liveBytes());
  }

  @Test
  void passThatShrinksEnoughIsNot() throws IOException {
    assertEquals(1, migrate(1_000_000, 890_000, 1).liveBytes());
  }

  @Test
  void passesAreEndedWhenTheyAreTooMany() throws IOException {
    VirtualPrecopy result =
        VirtualPrecopy.run(ran::add, () -> Math.round(1e12 * Math.pow(0.8, ran.size())), GIGABIT);
    assertEquals(30, result.passes());
  }

  @Test
  void windowBetweenTwoPassesIsAsLongAsItIsSaid() throws IOException {
    Deque<Long> passes = new ArrayDeque<>(List.of(100L, 50L));
    VirtualPrecopy result = VirtualPrecopy.afterWindow(ran::add, passes::remove, 7);
    assertEquals(List.of(7L), ran);
    assertEquals(new VirtualPrecopy(100, 50, 150, 2), result);
  }

  @Test
  void uniformChangesBelowTheReckonedLimitHalveTheDowntimeAndAboveItDoNot() throws IOException {
    // 2 ln 2 over 24 bytes an entry, and over 4104 a page
    double entries = 2 * Math.log(2) * GIGABIT / 24;
    assertTrue(UniformChanges.migrateTable(0.8 * entries, 1, GIGABIT).ratio() < 0.5);
    assertTrue(UniformChanges.migrateTable(1.2 * entries, 1, GIGABIT).ratio() > 0.5);
    double pages = 2 * Math.log(2) * GIGABIT / 4104;
    assertTrue(UniformChanges.migrateRam(64 << 20, 0.8 * pages, 1, GIGABIT).ratio() < 0.5);
    assertTrue(UniformChanges.migrateRam(64 << 20, 1.2 * pages, 1, GIGABIT).ratio() > 0.5);
  }

  @Test
  void firstPassOverRamTellsEveryPageAndLaterOnesTheDirty() {
    GuestRam ram = new GuestRam(16 * GuestRam.PAGE, SparseArena.ofShared());
    try {
      ram.putBe64(0, 1);
      ram.putBe64(3 * GuestRam.PAGE, 1);
      RamPasses passes = new RamPasses(ram);
      assertEquals(2 * (8 + 4096) + 14 * (8 + 1), passes.nextBytes());
      assertEquals(0, passes.nextBytes());
      ram.putBe64(3 * GuestRam.PAGE + 8, 1);
      ram.putBe64(3 * GuestRam.PAGE + 16, 1);
      assertEquals(8 + 4096, passes.nextBytes());
    } finally {
      ram.free();
    }
  }

  private VirtualPrecopy migrate(long... passes) throws IOException {
    Deque<Long> left = new ArrayDeque<>(Arrays.stream(passes).boxed().toList());
    return VirtualPrecopy.run(ran::add, left::remove, GIGABIT);
  }
}
