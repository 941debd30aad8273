// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/** Two vCPUs change the table while two readers follow it, each at its own pace. */
@Tag("alone")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TwoReadersRaceTest {

  private static final int WRITERS = 2;
  private static final int STORES = 150_000;

  private final TestMachine machine = new TestMachine(18);
  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Test
  void eachEndsWithTheSameTable() throws Exception {
    HashPageTable table = machine.table;
    HtabChannel small = machine.channels(ByteOrder.LITTLE_ENDIAN).open(0, 0);
    HtabChannel large = machine.channels(ByteOrder.BIG_ENDIAN).open(0, 0);
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2)) {
      List<CompletableFuture<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        writers.add(CompletableFuture.runAsync(() -> change(table, random), threads));
      }
      CompletableFuture<byte[]> one =
          CompletableFuture.supplyAsync(
              () -> follow(small, ByteBuffer.allocateDirect(300)), threads);
      CompletableFuture<byte[]> two =
          CompletableFuture.supplyAsync(() -> follow(large, ByteBuffer.allocate(65536)), threads);
      for (CompletableFuture<?> writer : writers) {
        writer.get();
      }
      byte[] end = machine.bytes();
      assertArrayEquals(end, one.get());
      assertArrayEquals(end, two.get());
    }
  }

  private void change(HashPageTable table, SplittableRandom random) {
    for (int i = 0; i < STORES; i++) {
      // few slots, so that all meet
      long slot = random.nextInt(700) * 3L;
      table.lock(slot);
      boolean remove = random.nextInt(4) == 0;
      table.store(slot, remove ? 0 : Hpte.V_VALID | (long) i << 12, remove ? 0 : (long) i << 12);
    }
    writing.decrementAndGet();
  }

  private byte[] follow(HtabChannel reader, ByteBuffer buffer) {
    byte[] told = new byte[1 << 18];
    try (reader) {
      boolean quiet;
      do {
        quiet = writing.get() == 0;
        Records.apply(Records.read(reader, buffer.clear()), reader, told);
      } while (!quiet || buffer.position() > 0 || reader.pendingBytes() > 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return told;
  }
}
