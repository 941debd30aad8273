// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.harness.ramsection.RamLoader;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.ramsection.RamTarget;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.state.VersionRange;

/** Takes RAM blocks of any name and size, in sparse memory. One thread. */
final class OnlookerRam implements RamTarget, LiveSection, AutoCloseable {

  /** All blocks together: more than the machines that are migrated have, and soon digested. */
  private static final long MAX_BYTES = 1L << 40;

  private final SparseArena arena = SparseArena.ofShared();
  private final Map<String, MemorySegment> blocks = new LinkedHashMap<>();
  private long taken;

  @Override
  public VersionRange versions() {
    return RamSection.VERSIONS;
  }

  @Override
  public LiveSaver newSaver() {
    throw new UnsupportedOperationException("an onlooker saves nothing");
  }

  @Override
  public LiveLoader newLoader(long version) {
    return new RamLoader(this);
  }

  @Override
  public @Nullable String refusal(String name, long bytes) {
    return bytes <= MAX_BYTES - taken ? null : "at most " + MAX_BYTES + " bytes in all";
  }

  @Override
  public Block block(String name, long bytes) {
    taken += bytes;
    MemorySegment memory = arena.allocate(bytes, 4096);
    blocks.put(name, memory);
    return new Block() {
      @Override
      public MemorySegment memory() {
        return memory;
      }

      @Override
      public void stored(long page) {
        // an onlooker sends nothing on, so it keeps no marks
      }
    };
  }

  @Override
  public void commit() {
    // the blocks are the onlooker's own from the start
  }

  @Override
  public void free() {
    // the blocks are looked at after the load, and go with the onlooker
  }

  /** The block of this name, or null if the stream has none. */
  @Nullable MemorySegment block(String name) {
    return blocks.get(name);
  }

  List<StreamAnalysis.RamInfo> info() {
    return blocks.entrySet().stream()
        .map(
            block ->
                new StreamAnalysis.RamInfo(
                    block.getKey(), block.getValue().byteSize(), Sha256.of(block.getValue())))
        .toList();
  }

  @Override
  public void close() {
    arena.close();
  }
}
