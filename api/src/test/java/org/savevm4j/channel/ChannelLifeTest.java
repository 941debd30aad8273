// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.channel.TestMachine.BOLTED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several channels on a table, their ends, and their threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ChannelLifeTest {

  private static final int ROOM = 4096;

  private final TestMachine machine = new TestMachine(18);

  @Test
  void twoReadersDoNotTakeEachOthersChanges() throws Exception {
    HtabChannel one = machine.reader();
    HtabChannel two = machine.reader();
    Records.read(one, ROOM);
    Records.read(two, ROOM);
    machine.store(5, BOLTED, 0x1196);
    byte[] told = Records.read(one, ROOM);
    assertEquals(24, told.length);
    assertArrayEquals(told, Records.read(two, ROOM));
  }

  @Test
  void thirdReaderIsRefusedUntilOneOfTheTwoCloses() throws Exception {
    List<HtabChannel> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(machine.reader());
    }
    machine.writer();
    assertEquals(
        "the table has 2 readers, which is as many as it takes; close one of them",
        assertThrows(TooManyReadersException.class, machine::reader).getMessage());
    assertEquals(3, machine.openLeases, "two readers and a writer");
    readers.getFirst().close();
    assertTrue(machine.reader().isOpen());
  }

  @Test
  void closedChannelSaysSoAndHasLetGoOfTheTable() throws Exception {
    HtabChannel reader = machine.reader();
    HtabChannel writer = machine.writer();
    for (HtabChannel channel : List.of(reader, writer)) {
      assertTrue(channel.isOpen());
      channel.close();
      channel.close();
      assertFalse(channel.isOpen());
      assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(64)));
      assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(64)));
      assertEquals(0, channel.pendingBytes());
    }
    assertEquals(0, machine.openLeases);
    assertEquals(0, machine.table.tracking().sets().size());
  }

  @Test
  void readOnlyBufferIsRefusedBeforeAnythingIsTaken() throws Exception {
    HtabChannel reader = machine.reader();
    ByteBuffer readOnly = ByteBuffer.allocate(64).asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> reader.read(readOnly));
    assertEquals(8, Records.read(reader, ROOM).length);
  }

  @Test
  void closeFromAnotherThreadWaitsForTheCallUnderWay() throws Exception {
    for (int slot = 0; slot < 1 << 14; slot += 2) {
      machine.store(slot, BOLTED, 0x1196);
    }
    for (int round = 0; round < 50; round++) {
      HtabChannel reader = machine.reader();
      CountDownLatch reading = new CountDownLatch(1);
      CompletableFuture<Void> reads =
          CompletableFuture.runAsync(
              () -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
                while (true) {
                  try {
                    reader.read(buffer.clear());
                  } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                  }
                  reading.countDown();
                }
              });
      reading.await();
      reader.close();
      assertEquals(0, machine.openLeases, "nothing of the table is used after that");
      ExecutionException ended = assertThrows(ExecutionException.class, reads::get);
      assertInstanceOf(ClosedChannelException.class, ended.getCause().getCause());
    }
  }
}
