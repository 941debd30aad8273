// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Metric.Unit;
import org.savevm4j.stream.StateInput;

/** Stores the pages of a stream into the blocks of a target. */
public final class RamLoader implements LiveLoader, RamPages {

  private final RamTarget target;
  private final RamRecords records = new RamRecords(this);

  private long pages;
  private long zeroPages;
  private long changedPages;
  private volatile List<Metric> metrics = List.of();

  public RamLoader(RamTarget target) {
    this.target = target;
  }

  @Override
  public void load(StateInput in, Part part) throws IOException {
    records.get(in, part);
    publish();
  }

  @Override
  public void commit() {
    target.commit();
  }

  @Override
  public void cleanup() {
    target.free();
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }

  @Override
  public @Nullable String refusal(String name, long bytes) {
    return target.refusal(name, bytes);
  }

  @Override
  public RamPages.Block block(String name, long bytes) {
    return new StoredBlock(target.block(name, bytes));
  }

  private void publish() {
    metrics =
        List.of(
            new Metric("normal", Unit.COUNT, pages),
            new Metric("duplicate", Unit.COUNT, zeroPages),
            new Metric("xbzrle", Unit.COUNT, changedPages));
  }

  private final class StoredBlock implements RamPages.Block {

    private final RamTarget.Block block;

    StoredBlock(RamTarget.Block block) {
      this.block = block;
    }

    @Override
    public void page(long address, StateInput in) throws IOException {
      in.get(block.memory(), address, RamRecord.PAGE_BYTES);
      block.stored(address >>> RamRecord.PAGE_SHIFT);
      pages++;
    }

    @Override
    public void zeroPage(long address) {
      // nine bytes must not make a page resident: what was not stored to is zero already
      if (block.isStored(address >>> RamRecord.PAGE_SHIFT)) {
        block.memory().asSlice(address, RamRecord.PAGE_BYTES).fill((byte) 0);
      }
      zeroPages++;
    }

    @Override
    public void changes(long address, int length, StateInput in) throws IOException {
      Xbzrle.apply(in, length, block.memory().asSlice(address, RamRecord.PAGE_BYTES));
      block.stored(address >>> RamRecord.PAGE_SHIFT);
      changedPages++;
    }
  }
}
