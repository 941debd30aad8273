// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/**
 * Gets the blocks of iterations. Owned by the incoming thread; keeps what {@link BlockUnpacker}
 * keeps, whatever the stream says.
 */
public final class PackedReader {

  private final BlockUnpacker unpacker;
  private long offset;

  /**
   * Takes memory for one block, which closing it frees.
   *
   * @param codec stays the caller's, who closes it
   */
  public PackedReader(BlockCodec codec) {
    this.unpacker = new BlockUnpacker(codec);
  }

  /**
   * Gets the next block, or the end of the iteration.
   *
   * @param in stands where the block begins
   * @return whether it was a block
   * @throws MalformedStreamException if it is neither; there are no records then
   */
  public boolean next(StateInput in) throws IOException {
    offset = in.position();
    in.get(unpacker.block(), 0, PackedBlock.HEADER_BYTES);
    int length = unpacker.length(offset);
    in.get(unpacker.block(), PackedBlock.HEADER_BYTES, length);
    unpacker.unpack(length, offset);
    return length > 0;
  }

  /**
   * {@return where the records of the block stand from its first byte on, until the next call:
   * whole, in the classic format, ascending, none of them the end marker} Their slots are not
   * checked against any table.
   */
  public MemorySegment records() {
    return unpacker.records();
  }

  /** {@return bytes of the records, at most {@link PackedBlock#MAX_RECORD_BYTES}; 0 at the end} */
  public int recordBytes() {
    return unpacker.recordBytes();
  }

  /** {@return where the block or the end began, in bytes from the start of the stream} */
  public long blockOffset() {
    return offset;
  }
}
