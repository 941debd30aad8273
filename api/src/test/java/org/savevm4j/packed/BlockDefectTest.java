// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StreamException;
import org.savevm4j.stream.TruncatedStreamException;

/** Blocks that are cut, changed, or made to harm. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BlockDefectTest {

  private static final long OFFSET = 1000;

  private final BlockCodec codec = new DeflateCodec();
  private final BlockUnpacker unpacker = new BlockUnpacker(codec);

  @AfterEach
  void close() {
    codec.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {PackedBlock.STORED, PackedBlock.COLUMNS, PackedBlock.PLANES})
  void everyCutIsToldWithTheByteThatIsMissing(int method) throws IOException {
    byte[] packed = iteration(method);
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      TruncatedStreamException fault =
          assertThrows(TruncatedStreamException.class, () -> Records.unpacked(codec, cut));
      assertEquals(length, fault.offset());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PackedBlock.STORED, PackedBlock.COLUMNS, PackedBlock.PLANES})
  void everyChangeOfAByteIsFound(int method) throws IOException {
    byte[] packed = iteration(method);
    unpackAll(packed);
    for (int at = 0; at < packed.length; at++) {
      for (int change = 1; change < 256; change++) {
        byte[] changed = packed.clone();
        changed[at] ^= (byte) change;
        String which = "byte " + at + " xor " + change;
        assertThrows(StreamException.class, () -> unpackAll(changed), which);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "03000018, 'offset 1000: method of block is 3, expected at most 2'",
    "ff000018, 'offset 1000: method of block is 255, expected at most 2'",
    "00000007, 'offset 1001: length of block is 7, expected 8 to 262144'",
    "00040001, 'offset 1001: length of block is 262145, expected 8 to 262144'",
    "00ffffff, 'offset 1001: length of block is 16777215, expected 8 to 262144'",
    "01000008, 'offset 1001: length of block is 8, expected 9 to 262144'",
    "02000000, 'offset 1001: length of block is 0, expected 9 to 262144'",
    "01040001, 'offset 1001: length of block is 262145, expected 9 to 262144'"
  })
  void wordsThatNoWriterPutsAreNamed(String word, String message) {
    ByteBuffer block = ByteBuffer.allocate(32).putInt(Integer.parseUnsignedInt(word, 16));
    assertEquals(message, fault(block.array()).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "7, 1, unpacked bytes of block is 7",
    "262145, 1, unpacked bytes of block is 262145",
    "-1, 1, unpacked bytes of block is 4294967295",
    "-2147483648, 1, unpacked bytes of block is 2147483648",
    "24, 0, records of block is 0",
    "24, 2, records of block is 2",
    "24, 4, records of block is 4",
    "25, 1, records of block is 1",
    "24, -1, records of block is 4294967295",
    "24, 536870913, records of block is 536870913"
  })
  void sizesThatNoWriterPutsAreNamedBeforeAnyByteIsUnpacked(
      int unpacked, int records, String start) {
    BlockUnpacker idle = new BlockUnpacker(new NoCodec());
    byte[] block = packed(PackedBlock.COLUMNS, unpacked, records, new byte[] {1, 2, 3});
    MalformedStreamException fault =
        assertThrows(MalformedStreamException.class, () -> unpack(idle, block));
    assertTrue(fault.reason().startsWith(start + ", expected "), fault::reason);
    assertEquals(OFFSET + (start.startsWith("unp") ? 8 : 12), fault.offset());
  }

  @Test
  void aBlockThatUnpacksToMoreThanItSaysIsRefused() {
    byte[] bomb = packed(PackedBlock.COLUMNS, 24, 1, deflated(new byte[10 << 20]));
    MalformedStreamException fault = fault(bomb);
    assertEquals("packed bytes of block", fault.field());
    assertEquals(OFFSET + 16, fault.offset());
  }

  @Test
  void aBlockThatUnpacksToLessThanItSaysIsRefused() {
    byte[] block = packed(PackedBlock.COLUMNS, 40, 1, deflated(new byte[24]));
    assertEquals(
        "offset 1016: unpacked bytes of block is 24, expected 40 by the block's header",
        fault(block).getMessage());
  }

  @Test
  void recordsThatTakeMoreEntriesThanThereAreAreRefused() {
    assertEquals("entries in block", fault(columns(0, 2, 0, 0, 0, 0)).field());
    assertEquals("entries in block", fault(columns(0, 65535, 0, 0, 0, 0)).field());
    assertEquals(
        "entries in block is 0, expected 1 by the block's header",
        fault(columns(0, 0, 1, 0, 0, 0)).reason());
  }

  @Test
  void recordsThatRunPastTheLastSlotAreRefused() {
    assertEquals(
        "index of record 1 of block is 4294967296, expected below 4294967296",
        fault(columns(0xffff_ffffL, 0, 1, 0, 1, 0)).reason());
  }

  @Test
  void storedRecordsThatDescendAreRefused() {
    byte[] records = new Records().linear(2).linear(1).bytes();
    assertEquals(
        "index of record 1 of block is 8, expected at least 17, the end of the record before",
        fault(stored(records)).reason());
  }

  @Test
  void storedRecordsThatAreCutAreRefused() {
    byte[] header = new Records().with(3, 2, 0, new byte[16]).bytes();
    assertEquals(
        "record 0 of block is cut after 24 bytes, expected all of its 40 bytes",
        fault(stored(header)).reason());
    byte[] half = new Records().linear(1).with(0, 0, 0, new byte[0]).bytes();
    assertEquals(
        "record 1 of block is cut after 4 bytes, expected all of its 8 bytes",
        fault(stored(Arrays.copyOf(half, 28))).reason());
  }

  @Test
  void anEndMarkerInABlockIsRefused() {
    assertEquals(
        "record 0 of block is the end marker, expected a record",
        fault(stored(new byte[8])).reason());
  }

  @Test
  void aCodecThatRestoresOtherBytesIsFound() throws IOException {
    byte[] packed = iteration(PackedBlock.COLUMNS);
    BlockUnpacker wrong = new BlockUnpacker(new WrongCodec());
    MalformedStreamException fault =
        assertThrows(MalformedStreamException.class, () -> unpack(wrong, packed));
    assertEquals("CRC32C of block", fault.field());
    assertEquals(OFFSET + 4, fault.offset());
  }

  @Test
  void afterAFaultThereAreNoRecordsAndTheNextBlockIsRead() throws IOException {
    byte[] records = new Records().linear(4).bytes();
    unpack(unpacker, stored(records));
    assertEquals(24, unpacker.recordBytes());
    fault(stored(new byte[8]));
    assertEquals(0, unpacker.recordBytes());
    unpack(unpacker, stored(records));
    assertEquals(24, unpacker.recordBytes());
  }

  /** A small iteration whose one block is told by {@code method}. */
  private byte[] iteration(int method) throws IOException {
    Records records = new Records();
    Random random = new Random(3);
    switch (method) {
      case PackedBlock.STORED -> records.noise(1, 5, 2, random);
      case PackedBlock.COLUMNS -> {
        for (int group = 0; group < 40; group++) {
          records.linear(group);
        }
      }
      default -> records.scattered(8, 60, 0, random);
    }
    byte[] packed = Records.packed(codec, records.bytes());
    assertEquals(method, packed[0]);
    return packed;
  }

  /** Unpacks blocks up to the end, behind which nothing may be. */
  private void unpackAll(byte[] iteration) throws StreamException {
    MemorySegment bytes = MemorySegment.ofArray(iteration);
    int at = 0;
    do {
      at += unpacker.unpack(bytes, at, iteration.length - at, at);
    } while (unpacker.recordBytes() > 0);
    assertEquals(iteration.length, at);
  }

  private MalformedStreamException fault(byte[] block) {
    return assertThrows(MalformedStreamException.class, () -> unpack(unpacker, block));
  }

  private static void unpack(BlockUnpacker unpacker, byte[] block) throws StreamException {
    unpacker.unpack(MemorySegment.ofArray(block), 0, block.length, OFFSET);
  }

  private byte[] deflated(byte[] bytes) {
    ByteBuffer target = ByteBuffer.allocate(100_000);
    int length = codec.compress(ByteBuffer.wrap(bytes), 0, bytes.length, target, 0, 100_000);
    return Arrays.copyOf(target.array(), length);
  }

  private byte[] columns(long gap0, int valid0, int invalid0, long gap1, int valid1, int invalid1) {
    ByteBuffer planes = ByteBuffer.allocate(2 * 8 + 16);
    long first = gap0 << 32 | (long) valid0 << 16 | invalid0;
    long second = gap1 << 32 | (long) valid1 << 16 | invalid1;
    for (int shift = 56; shift >= 0; shift -= 8) {
      planes.put((byte) (first >>> shift)).put((byte) (second >>> shift));
    }
    return packed(PackedBlock.COLUMNS, 32, 2, deflated(planes.array()));
  }

  private static byte[] packed(int method, int unpacked, int records, byte[] codecBytes) {
    return block(
        method,
        codecBytes.length + 8,
        block -> block.putInt(unpacked).putInt(records).put(codecBytes));
  }

  /** A stored block with the right sum. */
  private static byte[] stored(byte[] records) {
    byte[] block = block(PackedBlock.STORED, records.length, body -> body.put(records));
    CRC32C crc = new CRC32C();
    crc.update(block, 0, 4);
    crc.update(block, 8, block.length - 8);
    ByteBuffer.wrap(block).putInt(4, (int) crc.getValue());
    return block;
  }

  private static byte[] block(int method, int length, Consumer<ByteBuffer> body) {
    ByteBuffer block = ByteBuffer.allocate(8 + length);
    block.putInt(method << 24 | length).putInt(0);
    body.accept(block);
    return block.array();
  }

  /** Restores all bytes but the last, which is of an entry. */
  private static final class WrongCodec extends DeflateCodec {

    @Override
    public int decompress(
        ByteBuffer source, int from, int length, ByteBuffer target, int at, int room)
        throws CorruptBlockException {
      int bytes = super.decompress(source, from, length, target, at, room);
      target.put(at + bytes - 1, (byte) ~target.get(at + bytes - 1));
      return bytes;
    }
  }

  /** Fails a test that has it do anything. */
  private static final class NoCodec implements BlockCodec {

    @Override
    public String name() {
      return "none";
    }

    @Override
    public int compress(
        ByteBuffer source, int from, int length, ByteBuffer target, int at, int room) {
      throw new AssertionError("asked to compress");
    }

    @Override
    public int decompress(
        ByteBuffer source, int from, int length, ByteBuffer target, int at, int room) {
      throw new AssertionError("asked to decompress");
    }

    @Override
    public void close() {}
  }
}
