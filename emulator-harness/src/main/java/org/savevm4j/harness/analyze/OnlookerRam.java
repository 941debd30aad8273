// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.harness.ramsection.RamLoader;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.ramsection.RamTarget;
import org.savevm4j.hpt.SlotBitmap;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.state.VersionRange;

/** Takes RAM blocks of any name and size, in sparse memory. One thread. */
final class OnlookerRam implements RamTarget, LiveSection, AutoCloseable {

  /** All blocks together: more than the machines that are migrated have. */
  private static final long MAX_BYTES = 1L << 40;

  private static final int PAGE_BYTES = 4096;

  private final SparseArena arena = SparseArena.ofShared();
  private final Map<String, OnlookerBlock> blocks = new LinkedHashMap<>();
  private long taken;

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
    OnlookerBlock block =
        new OnlookerBlock(
            arena.allocate(bytes, PAGE_BYTES), new SlotBitmap(bytes / PAGE_BYTES, arena));
    blocks.put(name, block);
    return block;
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
    OnlookerBlock block = blocks.get(name);
    return block == null ? null : block.memory;
  }

  List<StreamAnalysis.RamInfo> info(DigestAllowance allowance) {
    return blocks.entrySet().stream()
        .map(
            block ->
                new StreamAnalysis.RamInfo(
                    block.getKey(),
                    block.getValue().memory.byteSize(),
                    sha256(block.getValue(), allowance)))
        .toList();
  }

  private static @Nullable String sha256(OnlookerBlock block, DigestAllowance allowance) {
    return allowance.take(block.memory.byteSize())
        ? Sha256.of(block.memory, PAGE_BYTES, block.stored)
        : null;
  }

  @Override
  public void close() {
    arena.close();
  }

  /** A block, and which of its pages were sent. */
  private record OnlookerBlock(MemorySegment memory, SlotBitmap stored) implements Block {

    @Override
    public void stored(long page) {
      stored.set(page);
    }

    @Override
    public boolean isStored(long page) {
      return stored.get(page);
    }
  }
}
