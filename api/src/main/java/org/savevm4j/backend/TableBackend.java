// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.htab.EntryInput;
import org.savevm4j.htab.HtabApplier;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;

/**
 * The table in the process.
 *
 * @param host leases the machine's table, and takes those that were loaded
 */
public record TableBackend(HptHost host) implements HtabBackend {

  @Override
  public long generation() {
    return host.generation();
  }

  @Override
  public int maxShift() {
    return host.maxShift();
  }

  @Override
  public HtabSource open() throws IOException {
    return TableSource.open(host.lease());
  }

  @Override
  public HtabSource openPacked(BlockCodec codec) throws IOException {
    return open();
  }

  @Override
  public HtabStage stage(HptGeometry geometry) throws IOException {
    return new Stage(host, host.allocate(geometry));
  }

  @Override
  public void adopt(@Nullable HtabStage stage) {
    host.adopt(stage == null ? null : ((Stage) stage).table);
  }

  private static final class Stage implements HtabStage {

    private final HptHost host;
    private final HashPageTable table;
    private final HtabApplier applier;
    private @Nullable TableDigest digest;

    Stage(HptHost host, HashPageTable table) {
      this.host = host;
      this.table = table;
      this.applier = new HtabApplier(table, host.clearedOnLoad());
    }

    @Override
    public HptGeometry geometry() {
      return table.geometry();
    }

    @Override
    public void apply(HtabRecord record, long offset, EntryInput entries) throws IOException {
      applier.apply(record, offset, entries);
      if (digest != null) {
        digest.told(record.index(), record.valid(), record.invalid());
      }
    }

    @Override
    public long applyAll(MemorySegment from, long begin, long end, long offset, boolean inStream)
        throws IOException {
      long taken = applier.applyAll(from, begin, end, offset, inStream);
      if (digest != null) {
        digest.told(from, begin, taken);
      }
      return taken;
    }

    @Override
    public LapFigures figures() {
      return new LapFigures(0, applier.recordCount(), applier.validSlots(), applier.invalidSlots());
    }

    @Override
    public void keepDigest() {
      digest = new TableDigest(table);
    }

    @Override
    public OptionalLong digest() {
      return digest == null ? OptionalLong.empty() : OptionalLong.of(digest.value());
    }

    @Override
    public void flush() {
      // each record is in the table when apply returns
    }

    @Override
    public void discard() {
      host.discard(table);
    }
  }
}
