// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hcall.PendingTable;
import org.savevm4j.harness.machine.HptHolder;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;

/** A machine's tables, which counts those that a load holds: one at a time, and none after it. */
final class CountingTables implements HptHost {

  private static final int MAX_SHIFT = 19;

  private final HptHolder holder = new HptHolder(MAX_SHIFT, new PendingTable());
  private int staged;

  /** Tables that were staged and neither adopted nor discarded. */
  int staged() {
    return staged;
  }

  /** CRC32C of the table, and which it is. */
  long digest() {
    CRC32C crc = new CRC32C();
    HashPageTable table = holder.current();
    if (table != null) {
      crc.update(table.memory().asByteBuffer());
    }
    crc.update((int) holder.generation());
    return crc.getValue();
  }

  @Override
  public HptLease lease() {
    return holder.lease();
  }

  @Override
  public long generation() {
    return holder.generation();
  }

  @Override
  public int maxShift() {
    return holder.maxShift();
  }

  @Override
  public long clearedOnLoad() {
    return holder.clearedOnLoad();
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) throws IOException {
    if (staged > 0) {
      throw new AssertionError("a second table is staged beside the first");
    }
    HashPageTable table = holder.allocate(geometry);
    staged++;
    return table;
  }

  @Override
  public void discard(HashPageTable table) {
    staged--;
    holder.discard(table);
  }

  @Override
  public void adopt(@Nullable HashPageTable table) {
    staged -= table == null ? 0 : 1;
    holder.adopt(table);
  }
}
