// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** vCPUs change the table while it is emitted; at the end the receiver has it byte for byte. */
@Tag("alone")
final class EmitterRaceTest {

  private static final int ROUNDS = 300;
  private static final int STORES = 500;
  private static final int WRITERS = 3;

  @Test
  void losesNoChangeOfAGuestThatRuns() throws IOException, InterruptedException {
    long laps = 0;
    for (int round = 0; round < ROUNDS; round++) {
      laps += migrate(round);
    }
    assertTrue(laps > ROUNDS, "laps: " + laps);
  }

  private static long migrate(int round) throws IOException, InterruptedException {
    HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofAuto());
    HashPageTable copy = new HashPageTable(new HptGeometry(18), Arena.ofAuto());
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(round * 10L + i);
      writers.add(Thread.ofPlatform().daemon().start(() -> store(table, random)));
    }
    HtabEmitter emitter = new HtabEmitter(table);
    HtabApplier applier = new HtabApplier(copy, 0);
    RecordSink sink = new RecordSink();
    while (writers.stream().anyMatch(Thread::isAlive)) {
      emitter.emit(sink.target(), sink.bytes(500), false);
      byte[] records = sink.take();
      RecordSink.requireValid(records);
      RecordSink.apply(records, applier);
    }
    emitter.emitRest(sink.target());
    RecordSink.apply(sink.take(), applier);
    assertEquals(-1, table.memory().mismatch(copy.memory()), "first byte that differs");
    for (long word = 0; word < table.occupied().words(); word++) {
      assertEquals(table.occupied().word(word), copy.occupied().word(word), "occupied " + word);
    }
    return emitter.laps();
  }

  private static void store(HashPageTable table, Random random) {
    for (int i = 0; i < STORES; i++) {
      long slot = random.nextInt(4) == 0 ? random.nextInt(16384) : 60 + random.nextInt(8);
      long dword0 = random.nextLong() & ~Hpte.V_HOST;
      table.lock(slot);
      // a few pages are written through, for which records are made entry by entry
      table.store(
          slot, dword0, random.nextLong() & (i % 50 == 0 ? -1L : ~NaiveTable.WRITE_THROUGH));
    }
  }
}
