// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hcall.PendingTable;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.harness.mmu.CurrentTable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;

/**
 * Where a machine keeps its table. Begins without one, as generation 0.
 *
 * <p>Any thread may call it, but the table is replaced only while the guest is paused, or by a vCPU
 * that is alone; whichever way, a table that was prepared for a resize is dropped. The holder
 * itself counts as one that holds the current table, so that a table is freed when it was replaced
 * and its last lease is closed, by whoever comes last.
 */
public final class HptHolder implements HptHost, CurrentTable {

  private final int maxShift;
  private final PendingTable pending;
  private volatile Generation now = new Generation(null, 0);

  /**
   * A holder that takes tables of up to {@code maxShift} from a stream.
   *
   * @param pending dropped whenever the table is replaced
   */
  public HptHolder(int maxShift, PendingTable pending) {
    this.maxShift = maxShift;
    this.pending = pending;
  }

  @Override
  public @Nullable HashPageTable current() {
    return now.table;
  }

  @Override
  public synchronized HptLease lease() {
    now.holders++;
    return new Lease(now);
  }

  @Override
  public long generation() {
    return now.number;
  }

  @Override
  public int maxShift() {
    return maxShift;
  }

  @Override
  public long clearedOnLoad() {
    return Hpte.V_HOST;
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) throws IOException {
    try {
      return fresh(geometry);
    } catch (OutOfMemoryError e) {
      throw new IOException(
          "no memory for a hashed page table of 2^" + geometry.shift() + " bytes", e);
    }
  }

  /** A zeroed table in sparse memory. Throws OutOfMemoryError if there is no room for it. */
  static HashPageTable fresh(HptGeometry geometry) {
    Arena arena = SparseArena.ofShared();
    HashPageTable table = null;
    try {
      table = new HashPageTable(geometry, arena);
      return table;
    } finally {
      if (table == null) {
        arena.close();
      }
    }
  }

  @Override
  public void discard(HashPageTable table) {
    table.free();
  }

  @Override
  public void adopt(@Nullable HashPageTable table) {
    replace(table);
  }

  /** Makes a fresh table the machine's at boot; the guest does not run yet. */
  public void install(HashPageTable table) {
    replace(table);
  }

  private void replace(@Nullable HashPageTable table) {
    synchronized (this) {
      Generation old = now;
      now = new Generation(table, old.number + 1);
      release(old);
    }
    // with the holder let go: a commit comes here with the pending table's lock held
    pending.drop();
  }

  private synchronized void release(Generation generation) {
    if (--generation.holders == 0 && generation.table != null) {
      generation.table.free();
    }
  }

  /** A table while it is the machine's, and how many hold it. Guarded by the holder. */
  private static final class Generation {

    private final @Nullable HashPageTable table;
    private final long number;
    private int holders = 1;

    Generation(@Nullable HashPageTable table, long number) {
      this.table = table;
      this.number = number;
    }
  }

  private final class Lease implements HptLease {

    private final Generation generation;
    private boolean closed;

    Lease(Generation generation) {
      this.generation = generation;
    }

    @Override
    public @Nullable HashPageTable table() {
      return generation.table;
    }

    @Override
    public long generation() {
      return generation.number;
    }

    @Override
    public void close() {
      synchronized (HptHolder.this) {
        if (!closed) {
          closed = true;
          release(generation);
        }
      }
    }
  }
}
