// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.savevm.MigrationParameters;

/** Heap in use by an emulator that has migrated its guest, over the size of the table. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HeapTest {

  private static final int SMALL = 23;
  private static final int LARGE = 30;

  /** A quarter of a map of the large table's slots, a bit each. */
  private static final long MOST_MORE = 2 << 20;

  /** What a collection leaves differs by who still holds a thread's last objects. */
  private static final int COLLECTIONS = 5;

  @Test
  void doesNotGrowWithTheTable() throws Exception {
    // what the JVM makes once counts for neither
    afterMigration(SMALL);
    long small = afterMigration(SMALL);
    long large = afterMigration(LARGE);
    assertTrue(
        large - small < MOST_MORE,
        large + " bytes with a table of 2^" + LARGE + ", " + small + " with one of 2^" + SMALL);
  }

  private static long afterMigration(int shift) throws Exception {
    EmulatorOptions options =
        new EmulatorOptions(
            1L << shift + 7, 1, shift, null, false, new GuestOptions(Workload.IDLE, 0, 1));
    try (Emulator emulator = Emulator.open(options)) {
      emulator.parameters(new MigrationParameters(0, 300));
      emulator.start();
      MigrationWait end = MigrationWait.on(emulator);
      emulator.migrate("exec:cat >/dev/null");
      assertEquals("completed", end.await(), () -> emulator.queryMigrate().toString());
      assertTrue(emulator.queryMigrate().htab().get("records") > 1 << shift - 4 - 6);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < COLLECTIONS; i++) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
      }
      return least;
    }
  }
}
