// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabApplier;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;

/** Writes a table that nobody else sees: without locks, in bulk. */
final class FreshWriter extends TableWriter {

  private final HtabApplier applier;

  FreshWriter(TableChannels owner, HashPageTable table, @Nullable BlockCodec codec) {
    super(owner, table, codec);
    this.applier = new HtabApplier(table, owner.host().clearedOnLoad());
  }

  /** The machine's: a table in the making has none. */
  @Override
  public long generation() {
    return owner().generation();
  }

  @Override
  void requireWritable() {
    // the guest does not see the table
  }

  @Override
  @Nullable String obstacle(HashPageTable into, HtabRecord record) {
    return null;
  }

  @Override
  void store(HashPageTable into, HtabRecord record, MemorySegment bytes, long at)
      throws IOException {
    applier.apply(
        record, at, (target, to, length) -> MemorySegment.copy(bytes, at, target, to, length));
  }

  @Override
  void written() {
    // nobody keeps translations of it
  }

  @Override
  void letGo() {
    // the table is given up or adopted as a whole
  }
}
