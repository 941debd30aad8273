// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.channel.TestMachine.BOLTED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.packed.BlockUnpacker;
import org.savevm4j.packed.DeflateCodec;

/** A channel of packed records. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PackedChannelTest {

  private static final int SLOTS = 1 << 16;
  private static final int LEAST = HtabChannel.LEAST_PACKED_ROOM;

  private final TestMachine machine = new TestMachine(20);
  private final Random random = new Random(9);
  private int openCodecs;

  @Test
  void isRefusedByAHostWithoutACodecAndOpensWithoutTheBit() throws Exception {
    UnknownFlagsException refused =
        assertThrows(
            UnknownFlagsException.class, () -> machine.channels().open(HtabChannel.PACKED, 0));
    assertEquals(HtabChannel.PACKED, refused.unknown());
    assertTrue(machine.channels().open(HtabChannel.PACKED & refused.known(), 0).isOpen());
  }

  @ParameterizedTest
  @ValueSource(ints = {LEAST + 1, LEAST + 5000, 2 * LEAST, 1 << 20})
  void readsOfAnySizeReassembleToTheSameTable(int room) throws Exception {
    change(60_000);
    byte[] table = new byte[machine.bytes().length];
    try (HtabChannel reader = channels(machine).open(HtabChannel.PACKED, 0)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(room);
      for (int read = 0; read < 2; read++) {
        apply(Records.read(reader, buffer.clear()), reader, table);
        change(300);
      }
      ByteBuffer heap = ByteBuffer.allocate(room);
      do {
        apply(Records.read(reader, heap.clear()), reader, table);
      } while (heap.position() > 0 || reader.pendingBytes() > 0);
    }
    assertArrayEquals(machine.bytes(), table);
    assertEquals(0, openCodecs);
  }

  @Test
  void readThatLeavesMoreThanTheLeastRoomHasReachedTheTablesEnd() throws Exception {
    change(60_000);
    try (HtabChannel reader = channels(machine).open(HtabChannel.PACKED, 0)) {
      assertEquals(0, reader.read(ByteBuffer.allocate(LEAST)));
      ByteBuffer buffer = ByteBuffer.allocate(LEAST + 1);
      byte[] table = new byte[SLOTS * 16];
      int reads = 0;
      do {
        apply(Records.read(reader, buffer.clear()), reader, table);
        reads++;
      } while (buffer.remaining() <= LEAST);
      assertTrue(reads > 3, "the random doublewords do not pack");
      assertEquals(0, reader.pendingBytes());
      assertArrayEquals(machine.bytes(), table);
    }
  }

  @Test
  void readIntoTheSmallestBufferIsOneBlockHoweverWellItPacks() throws Exception {
    for (int slot = 0; slot < SLOTS; slot++) {
      machine.store(slot, BOLTED, 0x1196);
    }
    try (HtabChannel reader = channels(machine).open(HtabChannel.PACKED, 0);
        DeflateCodec codec = new DeflateCodec()) {
      byte[] read = Records.read(reader, LEAST + 1);
      BlockUnpacker unpacker = new BlockUnpacker(codec);
      int block = unpacker.unpack(MemorySegment.ofArray(read), 0, read.length, 0);
      assertEquals(read.length, block, "the first block is all that was read");
      assertTrue(unpacker.recordBytes() > 250_000, "and it is full");
    }
  }

  @Test
  void writeTakesWholeBlocksAndLeavesOneThatIsCut() throws Exception {
    change(2000);
    ByteBuffer blocks = blocks();
    TestMachine other = new TestMachine(20);
    try (HtabChannel writer = channels(other).open(HtabChannel.WRITE | HtabChannel.PACKED, 0)) {
      for (int cut = 0; cut < blocks.capacity(); cut += 100) {
        ByteBuffer part = blocks.duplicate().limit(cut);
        assertEquals(0, writer.write(part));
        assertEquals(0, part.position());
      }
      assertEquals(blocks.capacity(), writer.write(blocks));
      assertEquals(8, writer.write(ByteBuffer.allocate(8)), "the end of an iteration");
    }
    assertArrayEquals(machine.bytes(), other.bytes());
    assertEquals(0, openCodecs);
  }

  @Test
  void writeRefusesWhatIsNoBlockAndSaysHowFarItGot() throws Exception {
    change(2000);
    ByteBuffer blocks = blocks();
    int one = blocks.capacity();
    ByteBuffer two = ByteBuffer.allocate(2 * one).put(blocks.duplicate()).put(blocks);
    two.put(one + 20, (byte) ~two.get(one + 20)).flip();
    TestMachine other = new TestMachine(20);
    try (HtabChannel writer = channels(other).open(HtabChannel.WRITE | HtabChannel.PACKED, 0)) {
      RefusedBlockException refused =
          assertThrows(RefusedBlockException.class, () -> writer.write(two));
      assertEquals(one, refused.applied());
      assertEquals(one, two.position());
      assertTrue(refused.offset() >= one, refused.getMessage());
    }
    assertArrayEquals(machine.bytes(), other.bytes());
  }

  @Test
  void recordOfABlockIsCheckedAsAnyOther() throws Exception {
    machine.store(9, BOLTED, 0x1196);
    ByteBuffer blocks = blocks();
    TestMachine other = new TestMachine(20);
    other.running = true;
    try (HtabChannel writer = channels(other).open(HtabChannel.WRITE | HtabChannel.PACKED, 0)) {
      assertThrows(VcpusRunException.class, () -> writer.write(blocks));
      other.running = false;
      other.store(9, BOLTED, 0x2196);
      other.table.lock(9);
      RefusedRecordException refused =
          assertThrows(RefusedRecordException.class, () -> writer.write(blocks));
      assertEquals(0, refused.offset());
      assertEquals(0, blocks.position());
    }
  }

  @Test
  void readerThatIsOneTooManyLeavesNoCodecOpen() throws Exception {
    for (int i = 0; i < 2; i++) {
      machine.reader();
    }
    assertThrows(
        TooManyReadersException.class, () -> channels(machine).open(HtabChannel.PACKED, 0));
    assertEquals(0, openCodecs);
  }

  /** The whole table in blocks. */
  private ByteBuffer blocks() throws IOException {
    try (HtabChannel reader = channels(machine).open(HtabChannel.PACKED, 0)) {
      return ByteBuffer.wrap(Records.read(reader, 1 << 20));
    }
  }

  private TableChannels channels(TestMachine of) {
    return new TableChannels(
        of,
        of,
        ByteOrder.LITTLE_ENDIAN,
        () -> {
          openCodecs++;
          return new DeflateCodec() {
            @Override
            public void close() {
              openCodecs--;
              super.close();
            }
          };
        });
  }

  private static void apply(byte[] blocks, HtabChannel of, byte[] table) throws IOException {
    try (DeflateCodec codec = new DeflateCodec()) {
      BlockUnpacker unpacker = new BlockUnpacker(codec);
      MemorySegment all = MemorySegment.ofArray(blocks);
      for (long at = 0; at < blocks.length; ) {
        at += unpacker.unpack(all, at, blocks.length - at, at);
        MemorySegment records = unpacker.records().asSlice(0, unpacker.recordBytes());
        Records.apply(records.toArray(ValueLayout.JAVA_BYTE), of, table);
      }
    }
  }

  private void change(int slots) {
    for (int i = 0; i < slots; i++) {
      int slot = random.nextInt(SLOTS);
      if (random.nextInt(4) == 0) {
        machine.remove(slot);
      } else {
        machine.store(slot, BOLTED, random.nextLong());
      }
    }
  }
}
