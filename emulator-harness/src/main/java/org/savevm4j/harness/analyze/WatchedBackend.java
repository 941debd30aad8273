// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.backend.HtabStage;
import org.savevm4j.backend.LapFigures;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.EntryInput;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.stream.StreamException;

/** An onlooker's table, with each record told that the section stores into it. */
record WatchedBackend(OnlookerTable table, TableBackend backend, RecordListener listener)
    implements HtabBackend {

  static WatchedBackend of(OnlookerTable table, RecordListener listener) {
    return new WatchedBackend(table, new TableBackend(table), listener);
  }

  @Override
  public long generation() {
    return backend.generation();
  }

  @Override
  public int maxShift() {
    return backend.maxShift();
  }

  @Override
  public HtabSource open() throws IOException {
    return backend.open();
  }

  @Override
  public HtabSource openPacked(BlockCodec codec) throws IOException {
    return backend.openPacked(codec);
  }

  @Override
  public HtabStage stage(HptGeometry geometry) throws IOException {
    HtabStage stage = backend.stage(geometry);
    listener.table(geometry);
    return new WatchedStage(stage);
  }

  @Override
  public void adopt(@Nullable HtabStage stage) {
    backend.adopt(stage == null ? null : ((WatchedStage) stage).stage);
  }

  private void tell(HtabRecord record, long offset) throws IOException {
    table.told(record);
    listener.record(record, offset);
  }

  private final class WatchedStage implements HtabStage {

    private final HtabStage stage;

    WatchedStage(HtabStage stage) {
      this.stage = stage;
    }

    @Override
    public HptGeometry geometry() {
      return stage.geometry();
    }

    @Override
    public void apply(HtabRecord record, long offset, EntryInput entries) throws IOException {
      stage.apply(record, offset, entries);
      tell(record, offset);
    }

    @Override
    public long applyAll(MemorySegment from, long begin, long end, long offset, boolean inStream)
        throws IOException {
      long before = stage.figures().records();
      try {
        long taken = stage.applyAll(from, begin, end, offset, inStream);
        tellAll(stage.figures().records() - before, from, begin, offset, inStream);
        return taken;
      } catch (StreamException refused) {
        // those before the one that is refused were stored too
        tellAll(stage.figures().records() - before, from, begin, offset, inStream);
        throw refused;
      }
    }

    private void tellAll(
        long records, MemorySegment from, long begin, long offset, boolean inStream)
        throws IOException {
      long at = begin;
      for (long left = records; left > 0; left--) {
        HtabRecord record = HtabRecord.get(from, at, ByteOrder.BIG_ENDIAN);
        tell(record, inStream ? offset + at - begin : offset);
        at += record.bytes();
      }
    }

    @Override
    public LapFigures figures() {
      return stage.figures();
    }

    @Override
    public void keepDigest() {
      stage.keepDigest();
    }

    @Override
    public OptionalLong digest() {
      return stage.digest();
    }

    @Override
    public void flush() throws IOException {
      stage.flush();
    }

    @Override
    public void discard() {
      stage.discard();
    }
  }
}
