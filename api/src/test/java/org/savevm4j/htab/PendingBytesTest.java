// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an emitter says is left is what it puts when the guest stands still from then on. */
final class PendingBytesTest {

  private static final int BATCH_SLOTS = 8 * 64;

  private final RecordSink sink = new RecordSink();

  @ParameterizedTest
  @CsvSource({
    "1, 50, 50",
    "1, 3, 3",
    "1, 97, 97",
    "1, 99, 99",
    "7, 30, 60",
    "64, 50, 50",
    "900, 70, 70"
  })
  void areWhatIsThenPut(int run, int valid, int changed) throws IOException {
    NaiveTable naive = new NaiveTable(20);
    Random random = new Random(run + valid);
    EmitterReferenceTest.change(naive, random, run, valid, changed);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    long first = emitter.pendingBytes();
    assertEquals(first, sink.lap(emitter).length, "first lap");
    assertEquals(0, emitter.pendingBytes());
    for (int lap = 1; lap < 4; lap++) {
      EmitterReferenceTest.change(naive, random, run, valid, changed);
      long later = emitter.pendingBytes();
      assertTrue(later > 0);
      assertEquals(later, sink.lap(emitter).length, "later lap " + lap);
      assertEquals(0, emitter.pendingBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 15})
  void countTheRestOfAFirstLapAndTheChangesBehindIt(int calls) throws IOException {
    NaiveTable naive = new NaiveTable(22);
    Random random = new Random(calls);
    EmitterReferenceTest.change(naive, random, 1, 50, 100);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    for (int i = 0; i < calls; i++) {
      assertFalse(emitter.emit(sink.target(), sink.bytes(1), false));
    }
    sink.take();
    int passed = calls * BATCH_SLOTS; // no word of the table is empty
    for (int i = 0; i < 1000; i++) {
      naive.store(random.nextInt(passed), random.nextBoolean(), random);
    }
    long pending = emitter.pendingBytes();
    emitter.emitRest(sink.target());
    long put = sink.take().length;
    // each call may have cut a run, which costs a header
    assertTrue(put >= pending && put <= pending + 8L * calls, pending + " pending, but put " + put);
  }

  @Test
  void leaveOutTheHeaderOfEachCutAt65535Slots() throws IOException {
    NaiveTable naive = new NaiveTable(22);
    naive.storeRun(3, 3 + 2 * 65535 + 1, true);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    long pending = emitter.pendingBytes();
    byte[] records = sink.lap(emitter);
    assertEquals(pending + 2 * 8, records.length);
    assertArrayEquals(naive.firstLap(), records);
  }
}
