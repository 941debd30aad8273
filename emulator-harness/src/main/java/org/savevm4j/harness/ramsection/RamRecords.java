// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.ramsection;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.section.LiveLoader.Part;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/**
 * Walks the payloads of one stream's section ram, checks what they say of blocks and places, and
 * hands the pages on. One thread.
 */
public final class RamRecords {

  /** More blocks than any machine has. */
  private static final int MAX_BLOCKS = 4096;

  /** So many blocks are told by their names in an error. */
  private static final int FEW_BLOCKS = 16;

  private final RamPages pages;
  private final Map<String, Sized> blocks = new LinkedHashMap<>();

  /** Block of the record before; a payload may go on with that of the payload before. */
  private @Nullable Sized current;

  public RamRecords(RamPages pages) {
    this.pages = pages;
  }

  /** Gets one payload, whole. */
  public void get(StateInput in, Part part) throws IOException {
    while (true) {
      long at = in.position();
      long header = in.getBe64();
      long address = RamRecord.address(header);
      int flags = RamRecord.flags(header);
      switch (flags & ~RamRecord.CONTINUE) {
        case RamRecord.EOS -> {
          return;
        }
        case RamRecord.MEM_SIZE -> getBlocks(in, at, address, part);
        case RamRecord.PAGE -> locate(in, at, header).page(address, in);
        case RamRecord.ZERO -> {
          RamPages.Block block = locate(in, at, header);
          requireByte(in, 0, "byte of a zero page");
          block.zeroPage(address);
        }
        case RamRecord.XBZRLE -> {
          RamPages.Block block = locate(in, at, header);
          requireByte(in, Xbzrle.ENCODING, "encoding of a changed page");
          long lengthAt = in.position();
          int length = in.getBe16();
          if (length > RamRecord.PAGE_BYTES) {
            throw new MalformedStreamException(
                lengthAt,
                "length of a page's changes",
                Integer.toString(length),
                "at most a page, " + RamRecord.PAGE_BYTES);
          }
          block.changes(address, length, in);
        }
        default ->
            throw new MalformedStreamException(
                at,
                "flags of a ram record",
                "%03x (%s)".formatted(flags, RamRecord.nameOf(flags)),
                "a page, a zero page, changes of a page, the list of blocks or the end");
      }
    }
  }

  private void getBlocks(StateInput in, long at, long total, Part part) throws IOException {
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
      String wanted = pages.refusal(name, bytes);
      if (wanted != null) {
        throw new MalformedStreamException(
            lengthAt, "RAM block", name + " of " + bytes + " bytes", wanted);
      }
      blocks.put(name, new Sized(pages.block(name, bytes), bytes));
      left -= bytes;
    }
  }

  private static void requireByte(StateInput in, int wanted, String field) throws IOException {
    long at = in.position();
    int found = in.get8();
    if (found != wanted) {
      throw new MalformedStreamException(
          at, field, "%02x".formatted(found), "%02x".formatted(wanted));
    }
  }

  /** The block of a page record, whose address lies inside it. */
  private RamPages.Block locate(StateInput in, long at, long header) throws IOException {
    Sized block = current;
    if ((RamRecord.flags(header) & RamRecord.CONTINUE) == 0) {
      String name = in.getString8();
      block = blocks.get(name);
      if (block == null) {
        throw new MalformedStreamException(at, "RAM block", name, known());
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
    return block.pages;
  }

  /** A line for an error, however many blocks the stream names. */
  private String known() {
    return blocks.size() <= FEW_BLOCKS
        ? "one of " + blocks.keySet()
        : "one of the " + blocks.size() + " blocks that START lists";
  }

  private record Sized(RamPages.Block pages, long bytes) {}
}
