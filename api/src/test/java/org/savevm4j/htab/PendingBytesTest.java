// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an emitter says is left is what it puts when the guest stands still from then on. */
final class PendingBytesTest {

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
    assertEquals(first, HtabEmitter.firstLapBytes(naive.table));
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
  @CsvSource({"1, 50, 50", "1, 99, 99", "7, 30, 60", "900, 70, 70"})
  void countTheRestOfAFirstLapAndTheChangesBehindIt(int run, int valid, int changed)
      throws IOException {
    NaiveTable naive = new NaiveTable(22);
    Random random = new Random(run);
    EmitterReferenceTest.change(naive, random, run, valid, 100);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    for (int cuts = 0; !emitter.emit(sink.out(), sink.bytes(1), false); cuts++) {
      sink.take();
      long before = emitter.pendingBytes();
      if (cuts % 4 == 2) {
        EmitterReferenceTest.change(naive, random, run, valid, changed);
        long after = emitter.pendingBytes();
        assertTrue(after > before, before + " and then " + after);
      }
    }
    sink.take();
    long pending = emitter.pendingBytes();
    assertTrue(pending > 0);
    emitter.emitRest(sink.out());
    assertEquals(pending, sink.take().length);
  }

  @Test
  void countInTheMiddleOfAFirstLapWhatIsThenPut() throws IOException {
    NaiveTable naive = new NaiveTable(22);
    naive.storeRun(0, naive.slots, true);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    emitter.emit(sink.out(), sink.bytes(1), false);
    int sent = (sink.take().length - 8) / 16;
    naive.storeRun(sent - 2, sent + 2, false);
    naive.storeRun(65000, naive.slots, false);
    long pending = emitter.pendingBytes();
    assertEquals(8 + 16 * (65000 - (sent + 2)) + 8, pending);
    emitter.emitRest(sink.out());
    assertEquals(pending, sink.take().length);
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
