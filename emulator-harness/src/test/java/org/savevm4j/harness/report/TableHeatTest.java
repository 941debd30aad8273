// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.report.MigrationRecord.TableMap;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptLease;

/** Heat of a table whose arena has no room for a set of marks. */
class TableHeatTest {

  private final AtomicInteger leases = new AtomicInteger();

  @Test
  void tableIsLetGoOfAndTheMapGoesWithoutHeatWhereThereIsNoRoomForMarks() {
    try (FullArena arena = new FullArena()) {
      HashPageTable table = new HashPageTable(new HptGeometry(HptGeometry.MIN_SHIFT), arena);
      arena.full = true;
      try (TableHeat heat = new TableHeat(() -> lease(table), true)) {
        heat.look();
        TableMap map = heat.map();
        assertNotNull(map);
        assertEquals(0, map.looks(), "it says so by no looks");
      }
      assertEquals(0, leases.get(), "leases that are left open");
    }
  }

  private HptLease lease(HashPageTable table) {
    leases.incrementAndGet();
    return new HptLease() {
      @Override
      public HashPageTable table() {
        return table;
      }

      @Override
      public long generation() {
        return 1;
      }

      @Override
      public void close() {
        leases.decrementAndGet();
      }
    };
  }

  /** Memory that is full from some moment on. */
  private static final class FullArena implements Arena {

    private final Arena arena = Arena.ofShared();
    private boolean full;

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
      if (full) {
        throw new OutOfMemoryError("the test has no more");
      }
      return arena.allocate(bytes, alignment);
    }

    @Override
    public MemorySegment.Scope scope() {
      return arena.scope();
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
