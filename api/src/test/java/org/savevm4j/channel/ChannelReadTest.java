// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.savevm4j.channel.Records.hex;
import static org.savevm4j.channel.Records.read;
import static org.savevm4j.channel.TestMachine.BOLTED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** What the description of the HTAB file descriptor says of opening and reading, point by point. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class ChannelReadTest {

  private static final int SLOTS = 1 << 14;
  private static final int ROOM = 4096;

  private final TestMachine machine = new TestMachine(18);

  @ParameterizedTest
  @ValueSource(longs = {0x4, 0x8, 0x6, 0x7, 0x100000001L, Long.MIN_VALUE, -1})
  void refusesAnyOtherFlagBitAndNamesIt(long flags) {
    UnknownFlagsException refused =
        assertThrows(UnknownFlagsException.class, () -> machine.channels().open(flags, 0));
    assertEquals(flags & ~3L, refused.unknown());
    assertEquals(3, refused.known());
    assertEquals(
        "flag bits 0x%x of 0x%x are unknown to this host, which knows 0x3; open without them"
            .formatted(flags & ~3L, flags),
        refused.getMessage());
    assertEquals(0, machine.openLeases);
  }

  @Test
  void readsOrWritesNeverBoth() throws Exception {
    try (HtabChannel reader = machine.reader();
        HtabChannel writer = machine.writer();
        HtabChannel boltedWriter = machine.channels().open(3, 0)) {
      ByteBuffer buffer = ByteBuffer.allocate(64);
      assertThrows(NonWritableChannelException.class, () -> reader.write(buffer));
      assertThrows(NonReadableChannelException.class, () -> writer.read(buffer));
      assertThrows(NonReadableChannelException.class, () -> boltedWriter.read(buffer));
    }
  }

  @Test
  void startIndexIsWhereTheFirstPassBegins() throws Exception {
    machine.store(0x0fff, BOLTED, 0x1196);
    machine.store(0x1001, BOLTED, 0x2196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0x1000);
    assertEquals(
        "0000100000000001" + "0000100100012ffe" + "0000000000000011" + "0000000000002196",
        hex(read(reader, ROOM)));
    machine.store(1, BOLTED, 0x3196);
    assertEquals(
        "0000000100010000" + "0000000000000011" + "0000000000003196", hex(read(reader, ROOM)));
  }

  @Test
  void startIndexBeyondTheTableIsRefusedAndIgnoredForWriting() throws Exception {
    machine.channels().open(0, SLOTS - 1).close();
    machine.channels().open(HtabChannel.WRITE, SLOTS).close();
    for (long beyond : new long[] {SLOTS, -1}) {
      StartIndexException refused =
          assertThrows(StartIndexException.class, () -> machine.channels().open(0, beyond));
      assertEquals(
          "start index "
              + Long.toUnsignedString(beyond)
              + " is beyond the table, whose last slot is 16383",
          refused.getMessage());
    }
    assertEquals(0, machine.openLeases);
  }

  @Test
  void headersAreInTheHostsOwnByteOrderAndEntriesBigEndian() throws Exception {
    machine.store(0x123, 0x40046e93b0001085L, 0x1fa01196L);
    machine.store(0x124, 0x40046e93b0001085L, 0x1fa01196L);
    String entry = "40046e93b0001085" + "000000001fa01196";
    HtabChannel little = machine.channels(ByteOrder.LITTLE_ENDIAN).open(0, 0);
    assertEquals(ByteOrder.LITTLE_ENDIAN, little.headerOrder());
    assertEquals(
        "00000000" + "0000" + "2301" + "23010000" + "0200" + "db3e" + entry + entry,
        hex(read(little, ROOM)));
    HtabChannel big = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    assertEquals(ByteOrder.BIG_ENDIAN, big.headerOrder());
    assertEquals(
        "00000000" + "0000" + "0123" + "00000123" + "0002" + "3edb" + entry + entry,
        hex(read(big, ROOM)));
  }

  @Test
  void readNeverBlocksOnALockedEntryAndTellsItWhenItIsFree() throws Exception {
    machine.store(0, BOLTED, 0x1196);
    machine.store(1, BOLTED, 0x2196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    long held = machine.table.lock(0);
    assertEquals(
        "0000000100013ffe" + "0000000000000011" + "0000000000002196", hex(read(reader, ROOM)));
    assertEquals(0, read(reader, ROOM).length);
    assertEquals(24, reader.pendingBytes());
    machine.table.unlock(0, held);
    assertEquals(
        "0000000000010000" + "0000000000000011" + "0000000000001196", hex(read(reader, ROOM)));
    assertEquals(0, reader.pendingBytes());
  }

  @Test
  void boltedOnlyTellsEntriesWithoutTheBoltedBitAsInvalid() throws Exception {
    machine.store(3, BOLTED, 0x1196);
    machine.store(4, Hpte.V_VALID, 0x2196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(HtabChannel.BOLTED_ONLY, 0);
    assertEquals(
        "0000000000000003" + "0000000300013ffc" + "0000000000000011" + "0000000000001196",
        hex(read(reader, ROOM)));
    machine.store(3, Hpte.V_VALID, 0x1196);
    assertEquals("0000000300000001", hex(read(reader, ROOM)));
  }

  @Test
  void changedMeansStoredEvenToTheSameContentsOrHardwareSetROrC() throws Exception {
    machine.store(3, BOLTED, 0x1016);
    HtabChannel reader = machine.reader();
    read(reader, ROOM);
    machine.store(3, BOLTED, 0x1016);
    assertEquals(24, read(reader, ROOM).length, "the same contents");
    machine.table.setReferencedChanged(3, BOLTED, 0x1016, Hpte.R_REFERENCED);
    byte[] referenced = read(reader, ROOM);
    assertEquals("0000000000001116", hex(referenced).substring(32));
    machine.table.setReferencedChanged(3, BOLTED, 0x1016, Hpte.R_REFERENCED);
    assertEquals(0, read(reader, ROOM).length, "the guest's view has R already");
  }

  @Test
  void openingAReaderTurnsTheTrackingOn() throws Exception {
    assertEquals(0, machine.table.tracking().sets().size());
    HtabChannel reader = machine.reader();
    HtabChannel writer = machine.writer();
    assertEquals(1, machine.table.tracking().sets().size());
    reader.close();
    writer.close();
    assertEquals(0, machine.table.tracking().sets().size());
    assertEquals(0, machine.openLeases);
  }

  @Test
  void absentEntryIsToldAsValid() throws Exception {
    machine.store(0, BOLTED | Hpte.V_ABSENT, 0x1196);
    HtabChannel reader = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    assertEquals(
        "0000000000013fff" + "0000000000000031" + "0000000000001196", hex(read(reader, ROOM)));
  }

  @Test
  void ofARadixGuestReadsNothing() throws Exception {
    machine.replace(null);
    try (HtabChannel reader = machine.reader()) {
      assertEquals(null, reader.geometry());
      assertEquals(0, reader.pendingBytes());
      assertArrayEquals(new byte[0], read(reader, ROOM));
    }
  }

  @Test
  void resetMakesAnOpenChannelStale() throws Exception {
    try (HtabChannel reader = machine.reader()) {
      read(reader, ROOM);
      machine.store(5, BOLTED, 0x1196);
      machine.replace(TestMachine.table(new HptGeometry(18)));
      machine.generation = 7;
      StaleChannelException stale =
          assertThrows(StaleChannelException.class, () -> read(reader, ROOM));
      assertEquals(
          "the table was replaced: the channel is of generation 0, the machine is at 7; "
              + "open another channel",
          stale.getMessage());
      assertEquals(0, stale.opened());
      assertEquals(7, stale.current());
      assertEquals(0, reader.pendingBytes());
    }
    assertEquals(0, machine.openLeases);
  }
}
