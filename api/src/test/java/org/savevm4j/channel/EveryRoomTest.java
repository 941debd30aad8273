// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.channel.TestMachine.BOLTED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The strict rule of room, in buffers of every size from 0 to 4096. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class EveryRoomTest {

  private static final int MOST = 4096;
  private static final int ENTRY = 16;

  private final TestMachine machine = new TestMachine(18);
  private final Random random = new Random(5);

  @Test
  void bufferOf24BytesOrLessReadsNothing() throws Exception {
    machine.store(0, BOLTED, 0x1196);
    try (HtabChannel reader = machine.reader()) {
      for (int room = 0; room <= 24; room++) {
        assertEquals(0, reader.read(ByteBuffer.allocate(room)));
        assertEquals(0, reader.read(ByteBuffer.allocateDirect(room)));
      }
      assertEquals(24, reader.read(ByteBuffer.allocate(25)), "and nothing was lost by it");
    }
  }

  @Test
  void recordIsStartedAndEntryAddedOnlyWhileThereIsStrictlyMoreRoom() throws Exception {
    for (int slot = 0; slot < 100; slot++) {
      machine.store(slot, BOLTED, 0x1196);
    }
    for (int room = 25; room < 1600; room++) {
      try (HtabChannel reader = machine.reader()) {
        int entries = (room - 8 - 1) / ENTRY;
        assertEquals(8 + entries * ENTRY, Records.read(reader, room).length, "room " + room);
      }
    }
    machine.store(101, BOLTED, 0x1196);
    int first = 8 + 100 * ENTRY;
    for (int more = 1; more <= 25; more++) {
      try (HtabChannel reader = machine.reader()) {
        // the second record needs 24 bytes and one to spare
        int expected = more < 25 ? first : first + 24;
        assertEquals(expected, Records.read(reader, first + more).length, "and " + more);
      }
    }
  }

  @Test
  void entriesThatStandAloneKeepTheRuleToo() throws Exception {
    try (HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0)) {
      Records.read(reader, MOST);
      for (int room = 25; room < 1600; room++) {
        for (int slot = 0; slot < 128; slot += 2) {
          machine.store(slot, BOLTED, 0x1196);
        }
        int first = Math.min(64, (room - 1) / 24) * 24;
        assertEquals(first, Records.read(reader, room).length, "room " + room);
        assertEquals(64 * 24 - first, Records.read(reader, MOST).length, "after " + room);
        assertEquals(0, Records.read(reader, MOST).length);
      }
    }
  }

  @Test
  void readsOfEverySizeReassembleToTheSameTable() throws Exception {
    for (int room = 25; room <= MOST; room++) {
      change(40);
      try (HtabChannel reader = machine.reader()) {
        byte[] table = new byte[machine.bytes().length];
        ByteBuffer buffer =
            room % 2 == 0 ? ByteBuffer.allocate(room) : ByteBuffer.allocateDirect(room);
        // some of the first pass, changes before and behind, and the rest
        for (int i = 0; i < 3; i++) {
          Records.apply(checkedRead(reader, buffer), reader, table);
        }
        change(20);
        do {
          Records.apply(checkedRead(reader, buffer), reader, table);
        } while (buffer.position() > 0 || reader.pendingBytes() > 0);
        assertArrayEquals(machine.bytes(), table, "room " + room);
      }
    }
  }

  private static byte[] checkedRead(HtabChannel reader, ByteBuffer buffer) throws Exception {
    byte[] records = Records.read(reader, buffer.clear());
    assertTrue(records.length < buffer.capacity(), "equal is too much");
    return records;
  }

  private void change(int slots) {
    int from = random.nextInt(12_000);
    for (int i = 0; i < slots; i++) {
      int slot = from + random.nextInt(200);
      if (random.nextInt(3) == 0) {
        machine.remove(slot);
      } else {
        machine.store(slot, BOLTED, random.nextLong());
      }
    }
  }
}
