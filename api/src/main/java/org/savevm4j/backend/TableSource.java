// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.Budget;

/** Laps over a leased table. A table that was replaced is told on, from what it was at the end. */
final class TableSource implements HtabSource {

  private final HptLease lease;
  private final @Nullable HtabEmitter emitter;
  private @Nullable TableDigest digest;

  private TableSource(HptLease lease, @Nullable HtabEmitter emitter) {
    this.lease = lease;
    this.emitter = emitter;
  }

  /** Takes the lease over, whether it succeeds or not. */
  static TableSource open(HptLease lease) throws IOException {
    HashPageTable table = lease.table();
    boolean opened = false;
    try {
      TableSource source = new TableSource(lease, table == null ? null : new HtabEmitter(table));
      opened = true;
      return source;
    } catch (IllegalStateException tooMany) {
      throw new IOException(tooMany.getMessage(), tooMany);
    } finally {
      if (!opened) {
        lease.close();
      }
    }
  }

  @Override
  public long generation() {
    return lease.generation();
  }

  @Override
  public @Nullable HptGeometry geometry() {
    HashPageTable table = lease.table();
    return table == null ? null : table.geometry();
  }

  @Override
  public boolean isPacked() {
    return false;
  }

  @Override
  public boolean emit(RecordTarget out, Budget budget) throws IOException {
    return emitter == null || emitter.emit(watched(out), budget, false);
  }

  @Override
  public void emitRest(RecordTarget out) throws IOException {
    if (emitter != null) {
      emitter.emitRest(watched(out));
    }
  }

  @Override
  public long pendingBytes() {
    return emitter == null ? 0 : emitter.pendingBytes();
  }

  @Override
  public boolean isFirstLap() {
    return emitter != null && emitter.isFirstLap();
  }

  @Override
  public void keepDigest() {
    HashPageTable table = lease.table();
    digest = table == null ? null : new TableDigest(table);
  }

  @Override
  public OptionalLong digest() {
    return digest == null ? OptionalLong.empty() : OptionalLong.of(digest.value());
  }

  @Override
  public LapFigures figures() {
    return emitter == null
        ? LapFigures.NONE
        : new LapFigures(
            emitter.laps(), emitter.recordCount(), emitter.validSlots(), emitter.invalidSlots());
  }

  @Override
  public void close() {
    if (emitter != null) {
      emitter.close();
    }
    lease.close();
  }

  private RecordTarget watched(RecordTarget out) {
    return digest == null ? out : digest.after(out);
  }
}
