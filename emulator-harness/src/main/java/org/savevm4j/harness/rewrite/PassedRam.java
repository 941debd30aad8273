// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.ramsection.RamPages;
import org.savevm4j.harness.ramsection.RamRecord;
import org.savevm4j.harness.ramsection.RamRecords;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Metric;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.StateInput;

/** Walks the pages of any blocks to find where each payload ends, and keeps none. */
public final class PassedRam implements LiveSection, RamPages, RamPages.Block {

  @Override
  public VersionRange versions() {
    return RamSection.VERSIONS;
  }

  @Override
  public Set<String> capabilities() {
    return Set.of();
  }

  @Override
  public LiveSaver newSaver(Set<String> enabled) {
    throw new UnsupportedOperationException("pages that pass are not held");
  }

  @Override
  public LiveLoader newLoader(long version) {
    RamRecords records = new RamRecords(this);
    return new LiveLoader() {
      @Override
      public void load(StateInput in, Part part) throws IOException {
        records.get(in, part);
      }

      @Override
      public void commit() {
        // nothing was staged
      }

      @Override
      public List<Metric> metrics() {
        return List.of();
      }
    };
  }

  @Override
  public @Nullable String refusal(String name, long bytes) {
    return null;
  }

  @Override
  public Block block(String name, long bytes) {
    return this;
  }

  @Override
  public void page(long address, StateInput in) throws IOException {
    in.skip(RamRecord.PAGE_BYTES);
  }

  @Override
  public void zeroPage(long address) {
    // its one byte was got already
  }

  @Override
  public void changes(long address, int length, StateInput in) throws IOException {
    in.skip(length);
  }
}
