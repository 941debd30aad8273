// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** Records in the classic format, one after another. */
final class Records {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds a record whose entries are noise. */
  Records noise(long index, int valid, int invalid, RandomGenerator random) {
    byte[] entries = new byte[valid * 16];
    random.nextBytes(entries);
    return with(index, valid, invalid, entries);
  }

  /** Adds a record of the linear mapping of 64 KiB pages that begins at slot 0. */
  Records linear(long group) {
    ByteBuffer entry = ByteBuffer.allocate(16);
    entry.putLong(0x4000_0000_0000_0015L | group >>> 7 << 7).putLong(group << 16 | 0x1194);
    return with(group * 8, 1, 0, entry.array());
  }

  /** Adds a record of entries of one segment, whose pages lie anywhere. */
  Records scattered(long index, int valid, int invalid, RandomGenerator random) {
    ByteBuffer entries = ByteBuffer.allocate(valid * 16);
    for (int i = 0; i < valid; i++) {
      entries.putLong(0x0003_af4d_f51b_0005L).putLong(random.nextLong(1 << 20) << 16 | 0x1113);
    }
    return with(index, valid, invalid, entries.array());
  }

  Records with(long index, int valid, int invalid, byte[] entries) {
    ByteBuffer header = ByteBuffer.allocate(8);
    header.putInt((int) index).putShort((short) valid).putShort((short) invalid);
    bytes.writeBytes(header.array());
    bytes.writeBytes(entries);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Records of a lap over a part of a table: runs of all lengths, entries like and unlike. */
  static byte[] ofALap(long seed) {
    Random random = new Random(seed);
    Records records = new Records();
    long slot = random.nextInt(1000);
    for (int left = random.nextInt(1, 400); left > 0; left--) {
      int valid = random.nextInt(8) == 0 ? random.nextInt(100) : random.nextInt(3);
      int invalid = valid == 0 ? 1 + random.nextInt(9) : random.nextInt(4) == 0 ? 7 : 0;
      if (random.nextBoolean()) {
        slot = (slot + 7) / 8 * 8;
        records.linear(slot / 8);
        slot++;
      } else {
        if (seed % 3 == 0) {
          records.scattered(slot, valid, invalid, random);
        } else {
          records.noise(slot, valid, invalid, random);
        }
        slot += valid + invalid;
      }
      slot += random.nextInt(20);
    }
    return records.bytes();
  }

  /** One iteration's blocks and end. */
  static byte[] packed(BlockCodec codec, byte[] records) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(packed));
    PackedWriter writer = new PackedWriter(codec);
    writer.begin(out);
    writer.put(MemorySegment.ofArray(records), 0, records.length);
    writer.end();
    out.flush();
    return packed.toByteArray();
  }

  /** The records of one iteration, of which nothing may be left. */
  static byte[] unpacked(BlockCodec codec, byte[] packed) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    StateInput in = input(packed);
    PackedReader reader = new PackedReader(codec);
    while (reader.next(in)) {
      records.writeBytes(bytesOf(reader.records(), reader.recordBytes()));
    }
    if (in.position() != packed.length) {
      throw new AssertionError((packed.length - in.position()) + " bytes are left");
    }
    return records.toByteArray();
  }

  static StateInput input(byte[] bytes) {
    return new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  static byte[] bytesOf(MemorySegment segment, long bytes) {
    return segment.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
  }
}
