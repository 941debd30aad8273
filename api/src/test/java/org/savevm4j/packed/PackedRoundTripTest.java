// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

class PackedRoundTripTest {

  private final BlockCodec codec = new DeflateCodec();

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void recordsOfAnySeedComeBack() throws IOException {
    Set<Integer> methods = new TreeSet<>();
    for (long seed = 1; seed <= 300; seed++) {
      byte[] records = Records.ofALap(seed);
      byte[] packed = Records.packed(codec, records);
      methods.add((int) packed[0]);
      assertArrayEquals(records, Records.unpacked(codec, packed), "seed " + seed);
    }
    assertEquals(Set.of(PackedBlock.STORED, PackedBlock.COLUMNS, PackedBlock.PLANES), methods);
  }

  @Test
  void anIterationWithoutRecordsIsItsEndAlone() throws IOException {
    assertArrayEquals(new byte[8], Records.packed(codec, new byte[0]));
    assertArrayEquals(new byte[0], Records.unpacked(codec, new byte[8]));
  }

  @Test
  void noiseCostsEightBytesABlock() throws IOException {
    byte[] records = new Records().noise(5, 16000, 0, new Random(5)).bytes();
    byte[] packed = Records.packed(codec, records);
    assertEquals(8 + records.length + 8, packed.length);
    assertArrayEquals(records, Records.unpacked(codec, packed));
  }

  @Test
  void ofNoiseTheHeadersAreStillPacked() throws IOException {
    Records records = new Records();
    Random random = new Random(5);
    for (int slot = 0; slot < 60_000; slot += 2) {
      records.noise(slot, 1, 0, random);
    }
    byte[] packed = Records.packed(codec, records.bytes());
    assertTrue(packed.length < records.bytes().length * 0.7, () -> packed.length + " bytes");
    assertArrayEquals(records.bytes(), Records.unpacked(codec, packed));
  }

  @Test
  void aLinearMappingLeavesNextToNothing() throws IOException {
    Records records = new Records();
    for (long group = 0; group < 8192; group++) {
      records.linear(group);
    }
    byte[] packed = Records.packed(codec, records.bytes());
    assertTrue(packed.length * 100 < records.bytes().length, () -> packed.length + " bytes");
    assertArrayEquals(records.bytes(), Records.unpacked(codec, packed));
  }

  @ParameterizedTest
  @ValueSource(ints = {16383, 16384, 32766, 32767, 65535})
  void aRecordLongerThanABlockIsToldAsSeveral(int valid) throws IOException {
    byte[] records = new Records().noise(7, valid, 65535, new Random(valid)).bytes();
    ByteBuffer back = ByteBuffer.wrap(Records.unpacked(codec, Records.packed(codec, records)));
    int told = 0;
    while (told < valid || back.hasRemaining()) {
      assertEquals(7 + told, back.getInt());
      int piece = back.getShort() & 0xffff;
      int invalid = back.getShort() & 0xffff;
      byte[] entries = new byte[piece * 16];
      back.get(entries);
      assertArrayEquals(
          Arrays.copyOfRange(records, 8 + told * 16, 8 + (told + piece) * 16), entries);
      told += piece;
      assertEquals(told == valid ? 65535 : 0, invalid);
    }
    assertEquals(valid, told);
  }

  @Test
  void aBlockEndsWhereTheSlotsBeginAnew() throws IOException {
    Random random = new Random(1);
    byte[] first = new Records().noise(50, 1, 2, random).noise(53, 1, 0, random).bytes();
    byte[] second = new Records().noise(53, 1, 0, random).bytes();
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);

    StateInput in = Records.input(Records.packed(codec, both.toByteArray()));
    PackedReader reader = new PackedReader(codec);
    assertTrue(reader.next(in));
    assertEquals(0, reader.blockOffset());
    assertArrayEquals(first, Records.bytesOf(reader.records(), reader.recordBytes()));
    assertTrue(reader.next(in));
    assertEquals(8 + first.length, reader.blockOffset());
    assertArrayEquals(second, Records.bytesOf(reader.records(), reader.recordBytes()));
    assertFalse(reader.next(in));
    assertEquals(0, reader.recordBytes());
  }

  @Test
  void recordsPutOneByOneGoInOneBlock() throws IOException {
    byte[] records = new Records().linear(1).linear(2).linear(3).bytes();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(packed));
    PackedWriter writer = new PackedWriter(codec);
    writer.begin(out);
    for (int from = 0; from < records.length; from += 24) {
      writer.put(MemorySegment.ofArray(records), from, 24);
      assertEquals(0, writer.position());
    }
    writer.end();
    out.flush();
    assertArrayEquals(Records.packed(codec, records), packed.toByteArray());
  }

  @Test
  void packsAndUnpacksInAnyMemory() throws IOException {
    byte[] records = new Records().linear(1).linear(2).linear(300).bytes();
    byte[] padded = new byte[records.length + 5];
    System.arraycopy(records, 0, padded, 5, records.length);
    BlockPacker packer = new BlockPacker(codec);
    int length = packer.pack(MemorySegment.ofArray(padded), 5, records.length);
    byte[] packed = new byte[length + 12];
    System.arraycopy(Records.bytesOf(packer.block(), length), 0, packed, 3, length);

    BlockUnpacker unpacker = new BlockUnpacker(codec);
    assertEquals(length, unpacker.unpack(MemorySegment.ofArray(packed), 3, length + 9, 0));
    assertArrayEquals(records, Records.bytesOf(unpacker.records(), unpacker.recordBytes()));
    assertEquals(8, unpacker.unpack(MemorySegment.ofArray(packed), 3 + length, 9, length));
    assertEquals(0, unpacker.recordBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 15, 23, 25})
  void recordsThatAreNotWholeAreRefused(int bytes) {
    byte[] records = Arrays.copyOf(new Records().linear(1).bytes(), bytes);
    MemorySegment segment = MemorySegment.ofArray(records);
    StateOutput out = new StateOutput(Channels.newChannel(new ByteArrayOutputStream()));
    PackedWriter writer = new PackedWriter(codec);
    writer.begin(out);
    assertThrows(IllegalArgumentException.class, () -> writer.put(segment, 0, records.length));
    BlockPacker packer = new BlockPacker(codec);
    assertThrows(IllegalArgumentException.class, () -> packer.pack(segment, 0, records.length));
  }

  @Test
  void recordsThatNoBlockMayHoldAreRefused() {
    BlockPacker packer = new BlockPacker(codec);
    byte[] back = new Records().linear(2).linear(1).bytes();
    byte[] end = new Records().linear(2).with(0, 0, 0, new byte[0]).bytes();
    byte[] large = new Records().noise(0, 16384, 0, new Random(1)).bytes();
    for (byte[] records : new byte[][] {back, end, large, {}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> packer.pack(MemorySegment.ofArray(records), 0, records.length));
    }
  }
}
