// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.packed.BlockCodec;
import org.savevm4j.packed.BlockUnpacker;
import org.savevm4j.packed.PackedWriter;
import org.savevm4j.stream.StateOutput;

/** The packed format. */
final class BlocksWay implements Way {

  private final PackedWriter writer;
  private final BlockUnpacker unpacker;
  private final Target target = new Target();
  private final StateOutput out = new StateOutput(target);

  BlocksWay(BlockCodec codec) {
    this.writer = new PackedWriter(codec);
    this.unpacker = new BlockUnpacker(codec);
  }

  @Override
  public String name() {
    return "packed";
  }

  @Override
  public int pack(ByteBuffer plain, int length, ByteBuffer packed) throws IOException {
    target.buffer = packed.clear();
    writer.begin(out);
    writer.put(MemorySegment.ofBuffer(plain), 0, length - HtabRecord.HEADER_BYTES);
    writer.end();
    out.flush();
    int bytes = packed.position();
    packed.clear();
    return bytes;
  }

  @Override
  public int unpack(ByteBuffer packed, int length, ByteBuffer plain) throws IOException {
    MemorySegment source = MemorySegment.ofBuffer(packed);
    MemorySegment records = MemorySegment.ofBuffer(plain);
    int bytes = 0;
    int at = 0;
    do {
      at += unpacker.unpack(source, at, length - at, at);
      MemorySegment.copy(unpacker.records(), 0, records, bytes, unpacker.recordBytes());
      bytes += unpacker.recordBytes();
    } while (unpacker.recordBytes() > 0);
    plain.putLong(bytes, 0);
    return bytes + HtabRecord.HEADER_BYTES;
  }

  /** Puts what it is given in a buffer that changes. */
  private static final class Target implements WritableByteChannel {

    private ByteBuffer buffer = ByteBuffer.allocate(0);

    @Override
    public int write(ByteBuffer source) {
      int bytes = source.remaining();
      buffer.put(source);
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
