// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;

/** Holds the one table of a stream between its load and its save. One thread. */
public final class PassedTable implements HptHost, AutoCloseable {

  private @Nullable HashPageTable table;
  private long generation;

  @Override
  public HptLease lease() {
    HashPageTable leased = table;
    long since = generation;
    return new HptLease() {
      @Override
      public @Nullable HashPageTable table() {
        return leased;
      }

      @Override
      public long generation() {
        return since;
      }

      @Override
      public void close() {
        // the table outlives its only saver
      }
    };
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public int maxShift() {
    return HptGeometry.MAX_SHIFT;
  }

  @Override
  public long clearedOnLoad() {
    return Hpte.V_HOST;
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) throws IOException {
    SparseArena arena = SparseArena.ofShared();
    HashPageTable fresh = null;
    try {
      fresh = new HashPageTable(geometry, arena);
      return fresh;
    } catch (OutOfMemoryError full) {
      throw new IOException("no memory for a table of 2^" + geometry.shift() + " bytes", full);
    } finally {
      if (fresh == null) {
        arena.close();
      }
    }
  }

  @Override
  public void adopt(@Nullable HashPageTable loaded) {
    close();
    table = loaded;
    generation++;
  }

  @Override
  public void discard(HashPageTable staged) {
    staged.free();
  }

  /**
   * Empties the slots of entries that are not bolted.
   *
   * @return how many there were
   */
  long dropUnbolted() {
    HashPageTable held = table;
    if (held == null) {
      return 0;
    }
    SlotBitmap occupied = held.occupied();
    long slots = held.geometry().slots();
    long dropped = 0;
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      if ((held.dword0(slot) & Hpte.V_BOLTED) == 0) {
        held.store(slot, 0, 0);
        dropped++;
      }
    }
    return dropped;
  }

  @Override
  public void close() {
    if (table != null) {
      table.free();
      table = null;
    }
  }
}
