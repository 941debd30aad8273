// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.BlockPacker;
import org.savevm4j.packed.PackedBlock;

/** Reads records and packs them into blocks. Owned by one channel. */
final class PackedRecords implements AutoCloseable {

  private final BlockCodec codec;
  private final BlockPacker packer;
  private final MemorySegment records =
      Arena.ofAuto().allocate(PackedBlock.MAX_RECORD_BYTES, Long.BYTES);

  /** Takes the codec over. */
  PackedRecords(BlockCodec codec) {
    this.codec = codec;
    this.packer = new BlockPacker(codec);
  }

  /**
   * Puts whole blocks into a buffer, to the lap's end at most.
   *
   * @return bytes used; less than {@code room} by more than {@link HtabChannel#LEAST_PACKED_ROOM}
   *     only at the lap's end
   */
  long read(HtabEmitter emitter, MemorySegment into, long room) throws IOException {
    long laps = emitter.laps();
    long used = 0;
    while (room - used > HtabChannel.LEAST_PACKED_ROOM && emitter.laps() == laps) {
      long bytes = emitter.read(records, PackedBlock.MAX_RECORD_BYTES);
      if (bytes > 0) {
        int block = packer.pack(records, 0, bytes);
        MemorySegment.copy(packer.block(), 0, into, used, block);
        used += block;
      }
    }
    return used;
  }

  @Override
  public void close() {
    codec.close();
  }
}
