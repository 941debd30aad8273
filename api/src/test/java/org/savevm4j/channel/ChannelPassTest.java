// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.channel.Records.hex;
import static org.savevm4j.channel.Records.read;
import static org.savevm4j.channel.TestMachine.BOLTED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.HptGeometry;

/**
 * What the description of the HTAB file descriptor says of passes: what the first and later ones
 * tell, where they end, and what is pending meanwhile.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class ChannelPassTest {

  private static final int ROOM = 4096;

  private final TestMachine machine = new TestMachine(18);

  @Test
  void firstPassTellsEverySlotInRunsOfAtMost65535() throws Exception {
    machine.table = TestMachine.table(new HptGeometry(22));
    for (int slot = 10; slot < 10 + 65536; slot++) {
      machine.store(slot, BOLTED, 0x1196);
    }
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    byte[] all = read(reader, 2 << 20);
    // 10 empty; 65535 valid; 1 valid and 65535 empty; 65535 empty twice; the rest
    assertEquals(5 * 8 + 65536 * 16, all.length);
    assertEquals("000000000000000a", hex(slice(all, 0)));
    assertEquals("0000000affff0000", hex(slice(all, 8)));
    assertEquals("000100090001ffff", hex(slice(all, 16 + 65535 * 16)));
    assertEquals("000200090000ffff", hex(slice(all, 24 + 65536 * 16)));
    assertEquals("000300080000fff8", hex(slice(all, 32 + 65536 * 16)));
  }

  @Test
  void laterPassesTellOnlySlotsChangedSinceTheyWereLastRead() throws Exception {
    machine.store(5, BOLTED, 0x1196);
    machine.store(900, BOLTED, 0x2196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    read(reader, ROOM);
    machine.store(5, BOLTED, 0x3196);
    machine.remove(900);
    assertEquals(32, reader.pendingBytes());
    assertEquals(
        "0000000500010000" + "0000000000000011" + "0000000000003196" + "0000038400000001",
        hex(read(reader, ROOM)),
        "a newly invalid slot costs one header");
    assertEquals(0, read(reader, ROOM).length, "reading cleared the marks");
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 57, 4096})
  void pendingBytesOfAFirstPassAreNoFewerThanItsEntriesNeed(int room) throws Exception {
    machine.table = TestMachine.table(new HptGeometry(22));
    int slots = 1 << 18;
    int left = 300;
    for (int slot = slots - left; slot < slots; slot++) {
      machine.store(slot, BOLTED, 0x1196);
    }
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    while (left > 0) {
      long pending = reader.pendingBytes();
      assertTrue(pending >= 8 + 16L * left && pending <= 8 + 16L * 300, left + ": " + pending);
      left -= entries(read(reader, room));
    }
    assertEquals(0, reader.pendingBytes());
  }

  @Test
  void firstPassTellsTheEmptySlotsBetweenRunsOfOneWord() throws Exception {
    machine.store(3, BOLTED, 0x1196);
    machine.store(5, BOLTED, 0x2196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    assertEquals(
        "0000000000000003"
            + "0000000300010001"
            + "0000000000000011"
            + "0000000000001196"
            + "0000000500013ffa"
            + "0000000000000011"
            + "0000000000002196",
        hex(read(reader, ROOM)));
  }

  @Test
  void firstPassTellsEmptySlotsUpToTheEndHoweverSmallTheReads() throws Exception {
    machine.table = TestMachine.table(new HptGeometry(22));
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    for (int index = 0; index < 1 << 18; index += 65535) {
      int empty = Math.min(65535, (1 << 18) - index);
      assertEquals("%08x0000%04x".formatted(index, empty), hex(read(reader, 25)));
    }
    assertEquals(0, read(reader, 25).length);
  }

  @Test
  void startIndexMayBeAmongTheSlotsOfAWordAndLeavesThoseBeforeItToTheNextPass() throws Exception {
    machine.store(0x1001, BOLTED, 0x1196);
    machine.store(0x1005, BOLTED, 0x2196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0x1003);
    machine.store(5, BOLTED, 0x3196);
    assertEquals(24 + 24, reader.pendingBytes(), "this pass and the next");
    machine.store(0x1001, BOLTED, 0x4196);
    assertEquals(
        "0000100300000002" + "0000100500012ffa" + "0000000000000011" + "0000000000002196",
        hex(read(reader, ROOM)));
    assertEquals(
        "0000000500010000"
            + "0000000000000011"
            + "0000000000003196"
            + "0000100100010000"
            + "0000000000000011"
            + "0000000000004196",
        hex(read(reader, ROOM)));
  }

  @Test
  void pendingBytesCountOnceWhatChangesAheadOfAPassAndWhatAReadLeftOver() throws Exception {
    for (int slot = 0; slot < 4096; slot += 2) {
      machine.store(slot, BOLTED, 0x1196);
    }
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    long pending = reader.pendingBytes();
    assertEquals(2048 * 24, pending);
    machine.store(4000, BOLTED, 0x2196);
    assertEquals(pending, reader.pendingBytes(), "the pass will come to it");
    read(reader, 1 << 20);
    assertEquals(0, reader.pendingBytes(), "it came to it once");
    for (int slot = 0; slot < 200; slot += 2) {
      machine.store(slot, BOLTED, 0x3196);
    }
    for (int told = 0; told < 100; told++) {
      assertEquals(24L * (100 - told), reader.pendingBytes());
      assertEquals(24, read(reader, 25).length);
    }
    assertEquals(0, reader.pendingBytes());
  }

  @Test
  void atTheEndReadReturnsWhatItHasAndTheNextBeginsAgainAtSlot0() throws Exception {
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    read(reader, ROOM);
    machine.store(100, BOLTED, 0x1196);
    machine.store(200, BOLTED, 0x2196);
    assertEquals("00000064", hex(read(reader, 25)).substring(0, 8));
    machine.store(50, BOLTED, 0x3196);
    assertEquals("000000c8", hex(read(reader, 33)).substring(0, 8), "to the end, not beyond it");
    assertEquals("00000032", hex(read(reader, ROOM)).substring(0, 8), "slot 50 in the next pass");
  }

  @Test
  void zeroIsNotByItselfACleanLap() throws Exception {
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    read(reader, ROOM);
    machine.store(100, BOLTED, 0x1196);
    machine.store(200, BOLTED, 0x2196);
    assertEquals(24, read(reader, 25).length);
    machine.store(50, BOLTED, 0x3196);
    long held = machine.table.lock(200);
    assertEquals(0, read(reader, ROOM).length, "nothing to tell from slot 101 to the end");
    assertEquals(48, reader.pendingBytes());
    machine.table.unlock(200, held);
    assertEquals(48, read(reader, ROOM).length);
  }

  private static int entries(byte[] records) {
    int entries = 0;
    for (ByteBuffer in = ByteBuffer.wrap(records); in.hasRemaining(); ) {
      int valid = Short.toUnsignedInt(in.getShort(in.position() + 4));
      in.position(in.position() + 8 + 16 * valid);
      entries += valid;
    }
    return entries;
  }

  private static byte[] slice(byte[] all, int from) {
    return Arrays.copyOfRange(all, from, from + 8);
  }
}
