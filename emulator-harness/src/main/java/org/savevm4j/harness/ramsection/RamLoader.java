// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Metric.Unit;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/** Stores the pages of a stream into the blocks of a target. */
public final class RamLoader implements LiveLoader {

  /** More blocks than any machine has. */
  private static final int MAX_BLOCKS = 4096;

  private final RamTarget target;
  private final Map<String, Sized> blocks = new LinkedHashMap<>();

  /** Block of the record before; a payload may go on with that of the payload before. */
  private @Nullable Sized current;

  private long pages;
  private long zeroPages;
  private volatile List<Metric> metrics = List.of();

  public RamLoader(RamTarget target) {
    this.target = target;
  }

  @Override
  public void load(StateInput in, Part part) throws IOException {
    while (true) {
      long at = in.position();
      long header = in.getBe64();
      int flags = RamRecord.flags(header);
      switch (flags & ~RamRecord.CONTINUE) {
        case RamRecord.EOS -> {
          publish();
          return;
        }
        case RamRecord.MEM_SIZE -> loadBlocks(in, at, RamRecord.address(header), part);
        case RamRecord.ZERO -> zeroPage(in, at, header);
        case RamRecord.PAGE -> {
          Sized block = locate(in, at, header);
          long address = RamRecord.address(header);
          in.get(block.block.memory(), address, RamRecord.PAGE_BYTES);
          block.block.stored(address >>> RamRecord.PAGE_SHIFT);
          pages++;
        }
        default ->
            throw new MalformedStreamException(
                at,
                "flags of a ram record",
                "%03x (%s)".formatted(flags, RamRecord.nameOf(flags)),
                "a page, a zero page, the list of blocks or the end");
      }
    }
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

  private void loadBlocks(StateInput in, long at, long total, Part part) throws IOException {
    if (part != Part.START || !blocks.isEmpty()) {
      throw new MalformedStreamException(at, "list of blocks", "a second one", "one, in START");
    }
    for (long left = total; left > 0; ) {
      String name = in.getString8();
      long lengthAt = in.position();
      long bytes = in.getBe64();
      if (bytes <= 0 || bytes > left || bytes % RamRecord.PAGE_BYTES != 0) {
        throw new MalformedStreamException(
            lengthAt,
            "length of RAM block " + name,
            Long.toUnsignedString(bytes),
            "a positive multiple of 4096, at most the " + left + " bytes that are left");
      }
      if (blocks.containsKey(name) || blocks.size() == MAX_BLOCKS) {
        throw new MalformedStreamException(
            lengthAt, "RAM block", name, "each name once, at most " + MAX_BLOCKS + " names");
      }
      String wanted = target.refusal(name, bytes);
      if (wanted != null) {
        throw new MalformedStreamException(
            lengthAt, "RAM block", name + " of " + bytes + " bytes", wanted);
      }
      blocks.put(name, new Sized(target.block(name, bytes), bytes));
      left -= bytes;
    }
  }

  private void zeroPage(StateInput in, long at, long header) throws IOException {
    Sized block = locate(in, at, header);
    long byteAt = in.position();
    int fill = in.get8();
    if (fill != 0) {
      throw new MalformedStreamException(
          byteAt, "byte of a zero page", "%02x".formatted(fill), "00");
    }
    long address = RamRecord.address(header);
    // nine bytes must not make a page resident: what was not stored to is zero already
    if (block.block.isStored(address >>> RamRecord.PAGE_SHIFT)) {
      block.block.memory().asSlice(address, RamRecord.PAGE_BYTES).fill((byte) 0);
    }
    zeroPages++;
  }

  /** The block of a page record, whose address lies inside it. */
  private Sized locate(StateInput in, long at, long header) throws IOException {
    Sized block = current;
    if ((RamRecord.flags(header) & RamRecord.CONTINUE) == 0) {
      String name = in.getString8();
      block = blocks.get(name);
      if (block == null) {
        throw new MalformedStreamException(at, "RAM block", name, "one of " + blocks.keySet());
      }
      current = block;
    } else if (block == null) {
      throw new MalformedStreamException(
          at,
          "flags of a ram record",
          "020 (CONTINUE)",
          "a block's name in the first page of a stream");
    }
    long address = RamRecord.address(header);
    if (Long.compareUnsigned(address, block.bytes - RamRecord.PAGE_BYTES) > 0) {
      throw new MalformedStreamException(
          at,
          "page address",
          Long.toHexString(address),
          "one inside the block's " + block.bytes + " bytes");
    }
    return block;
  }

  private void publish() {
    metrics =
        List.of(
            new Metric("normal", Unit.COUNT, pages),
            new Metric("duplicate", Unit.COUNT, zeroPages));
  }

  private record Sized(RamTarget.Block block, long bytes) {}
}
