// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.realtables.RealTables;
import org.savevm4j.harness.text.Amount;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.SlotBitmap;

/**
 * A guest at its worst: it changes each entry of its table, or each page of its RAM, as likely as
 * any other, and nothing is at rest. Changes come at an even rate of the guest's own clock.
 */
final class UniformChanges implements Running {

  private final SplittableRandom random;
  private final double rate;
  private final int places;
  private final Change change;
  private double credit;

  private UniformChanges(double rate, long seed, int places, Change change) {
    this.rate = rate;
    this.random = new SplittableRandom(seed);
    this.places = places;
    this.change = change;
  }

  /** Migrates the real idle guest's table while its valid entries change. */
  static VirtualPrecopy migrateTable(double rate, long seed, double bytesPerSecond)
      throws IOException {
    try (RealTable real = RealTable.read(RealTables.IDLE)) {
      if (real == null) {
        throw new IOException(RealTables.IDLE + " has no table");
      }
      HashPageTable table = real.table();
      long[] slots = valid(table);
      try (Laps laps = new Laps(table)) {
        return VirtualPrecopy.run(
            new UniformChanges(rate, seed, slots.length, place -> touch(table, slots[place])),
            () -> laps.next().bytes(),
            bytesPerSecond);
      }
    }
  }

  /** Migrates RAM of which each page is in use while its pages change. */
  static VirtualPrecopy migrateRam(long memoryBytes, double rate, long seed, double bytesPerSecond)
      throws IOException {
    int pages = Math.toIntExact(memoryBytes / GuestRam.PAGE);
    BitSet dirty = new BitSet(pages);
    dirty.set(0, pages);
    return VirtualPrecopy.run(
        new UniformChanges(rate, seed, pages, dirty::set),
        () -> {
          long bytes = dirty.cardinality() * RamPasses.PAGE_BYTES;
          dirty.clear();
          return bytes;
        },
        bytesPerSecond);
  }

  @Override
  public void run(long nanos) {
    for (credit += rate * nanos / Amount.NANOS_PER_SECOND; credit >= 1; credit--) {
      change.change(random.nextInt(places));
    }
  }

  private static void touch(HashPageTable table, long slot) {
    long dword0 = table.lock(slot);
    table.store(slot, dword0, table.dword1(slot));
  }

  private static long[] valid(HashPageTable table) {
    long[] valid = new long[Math.toIntExact(TableShape.of(table).valid())];
    SlotBitmap occupied = table.occupied();
    long slots = table.geometry().slots();
    int count = 0;
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      valid[count++] = slot;
    }
    return valid;
  }

  @FunctionalInterface
  private interface Change {
    void change(int place);
  }
}
