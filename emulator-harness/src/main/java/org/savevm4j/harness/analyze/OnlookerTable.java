// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.section.Metric;

/**
 * Takes a table of any size and keeps it as it was sent, host bits and all; one that is still being
 * loaded can be looked at too. One thread.
 */
final class OnlookerTable implements HptHost, AutoCloseable {

  private @Nullable HashPageTable table;
  private @Nullable TableEntries entries;

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
      entries = new TableEntries(fresh);
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
    entries = null;
  }

  @Override
  public void adopt(@Nullable HashPageTable loaded) {
    table = loaded;
    if (loaded == null) {
      entries = null;
    }
  }

  /** A record was stored into the table. */
  void told(HtabRecord record) {
    if (entries != null) {
      entries.told(record);
    }
  }

  /** What is in the table that the stream ended with, or null if it ended with none. */
  @Nullable TableEntries entries() {
    return entries;
  }

  /** The table that the stream ended with, or null. */
  @Nullable HashPageTable table() {
    return table;
  }

  /** Takes lock bits away that some hosts leave in what they send; a translation would wait. */
  void unlock() {
    if (entries != null) {
      entries.unlock();
    }
  }

  /** What is known of the table, with the loader's figures. */
  StreamAnalysis.HtabInfo info(List<Metric> figures, DigestAllowance allowance) {
    long valid = 0;
    long bolted = 0;
    @Nullable String sha256 = "";
    TableEntries last = entries;
    if (last != null) {
      for (long slot = last.nextValid(0); slot < last.slots(); slot = last.nextValid(slot + 1)) {
        valid++;
        bolted += (last.dword0(slot) & Hpte.V_BOLTED) == 0 ? 0 : 1;
      }
      sha256 = last.sha256(allowance);
    }
    return new StreamAnalysis.HtabInfo(
        last == null ? null : last.shift(),
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
      entries = null;
    }
  }
}
