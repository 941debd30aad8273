// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;
import org.savevm4j.section.Metric;
import org.savevm4j.stream.BigEndian;

/**
 * Takes a table of any size and keeps it as it was sent, host bits and all; one that is still being
 * loaded can be looked at too. One thread.
 */
final class OnlookerTable implements HptHost, AutoCloseable {

  private @Nullable HashPageTable table;

  @Override
  public HptLease lease() {
    throw new UnsupportedOperationException("an onlooker saves nothing");
  }

  @Override
  public long generation() {
    return 0;
  }

  @Override
  public int maxShift() {
    return HptGeometry.MAX_SHIFT;
  }

  @Override
  public long clearedOnLoad() {
    return 0;
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) throws IOException {
    SparseArena arena = SparseArena.ofShared();
    try {
      HashPageTable fresh = new HashPageTable(geometry, arena);
      table = fresh;
      return fresh;
    } catch (OutOfMemoryError full) {
      arena.close();
      throw new IOException("no memory for a table of 2^" + geometry.shift() + " bytes", full);
    }
  }

  @Override
  public void discard(HashPageTable staged) {
    staged.free();
    table = null;
  }

  @Override
  public void adopt(@Nullable HashPageTable loaded) {
    table = loaded;
  }

  /** The table that the stream ended with, or null. */
  @Nullable HashPageTable table() {
    return table;
  }

  /** Takes lock bits away that some hosts leave in what they send; a translation would wait. */
  void unlock() {
    HashPageTable last = table;
    if (last == null) {
      return;
    }
    SlotBitmap occupied = last.occupied();
    long slots = last.geometry().slots();
    for (long slot = occupied.next(0, slots); slot < slots; slot = occupied.next(slot + 1, slots)) {
      last.unlock(slot, last.dword0(slot) & ~Hpte.V_LOCK);
    }
  }

  /** What is known of the table, with the loader's figures. */
  StreamAnalysis.HtabInfo info(List<Metric> figures, DigestAllowance allowance) {
    long valid = 0;
    long bolted = 0;
    @Nullable String sha256 = "";
    HashPageTable last = table;
    if (last != null) {
      MemorySegment memory = last.memory();
      SlotBitmap occupied = last.occupied();
      long slots = last.geometry().slots();
      for (long slot = occupied.next(0, slots);
          slot < slots;
          slot = occupied.next(slot + 1, slots)) {
        long dword0 = memory.get(BigEndian.BE64, slot * Hpte.BYTES);
        if ((dword0 & Hpte.V_VALID) != 0) {
          valid++;
          bolted += (dword0 & Hpte.V_BOLTED) == 0 ? 0 : 1;
        }
      }
      sha256 = allowance.take(memory.byteSize()) ? Sha256.of(memory, Hpte.BYTES, occupied) : null;
    }
    return new StreamAnalysis.HtabInfo(
        last == null ? null : last.geometry().shift(),
        Metric.value(figures, "records"),
        Metric.value(figures, "valid-sent"),
        Metric.value(figures, "invalid-sent"),
        Metric.value(figures, "end-markers"),
        valid,
        bolted,
        sha256);
  }

  /** Gives back the table that was adopted. */
  @Override
  public void close() {
    if (table != null) {
      table.free();
      table = null;
    }
  }
}
