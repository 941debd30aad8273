// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.stream.Budget;

/** Laps that a budget cuts still carry the table. */
final class EmitterBudgetTest {

  private final RecordSink sink = new RecordSink();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100, 300_000, 1_000_000})
  void carriesTheTableHoweverShortItsCalls(long bytes) throws IOException {
    NaiveTable naive = new NaiveTable(22);
    HashPageTable copy = new NaiveTable(22).table;
    HtabApplier applier = new HtabApplier(copy, 0);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    Random random = new Random(bytes);
    EmitterReferenceTest.change(naive, random, 3, 70, 100);
    int calls = 0;
    while (emitter.laps() < 4) {
      emitter.emit(sink.target(), sink.bytes(bytes), false);
      RecordSink.apply(sink.take(), applier);
      if (calls % 3 == 0) {
        for (int i = 0; i < 500; i++) {
          naive.store(random.nextInt(naive.slots), random.nextInt(3) != 0, random);
        }
      }
      calls++;
    }
    assertTrue(bytes > 1000 || calls > 20, "calls: " + calls);
    emitter.emitRest(sink.target());
    RecordSink.apply(sink.take(), applier);
    assertArrayEquals(naive.bytes(), copy.memory().toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void stopsSoonAfterItsBytesAreSpent() throws IOException {
    NaiveTable naive = new NaiveTable(22);
    naive.storeRun(0, naive.slots, true);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    assertFalse(emitter.emit(sink.target(), sink.bytes(1000), false));
    assertTrue(emitter.isFirstLap());
    assertEquals(0, emitter.laps());
    int put = sink.take().length;
    assertTrue(put >= 1000 && put <= 384 << 10, "bytes: " + put);
  }

  @Test
  void stopsWhenItsTimeIsSpent() throws IOException {
    NaiveTable naive = new NaiveTable(22);
    naive.storeRun(0, naive.slots, true);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    Budget noTime = Budget.of(sink.out(), 1L << 40, 0);
    assertFalse(emitter.emit(sink.target(), noTime, false));
    assertTrue(sink.take().length <= 384 << 10);
  }

  @Test
  void stopsWhenItsTimeIsSpentThoughTheTargetKeepsItsPosition() throws IOException {
    NaiveTable naive = new NaiveTable(22);
    naive.storeRun(0, naive.slots - 1, true);
    long[] put = new long[1];
    RecordTarget gathering =
        new RecordTarget() {
          @Override
          public void put(MemorySegment records, long from, long length) {
            put[0] += length;
          }

          @Override
          public long position() {
            return 0;
          }
        };
    HtabEmitter emitter = new HtabEmitter(naive.table);
    Budget noTime = Budget.of(sink.out(), 1L << 40, 0);
    assertFalse(emitter.emit(gathering, noTime, false));
    assertTrue(put[0] <= 384 << 10, "bytes: " + put[0]);
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    NaiveTable naive = new NaiveTable(22);
    naive.storeRun(100, 200, true);
    naive.storeRun(200_000, 200_100, true);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    int calls = 0;
    while (!emitter.emit(sink.target(), sink.bytes(0), false)) {
      calls++;
    }
    assertFalse(emitter.isFirstLap());
    assertEquals(1, emitter.laps());
    assertArrayEquals(naive.firstLap(), sink.take(), "after calls: " + calls);
    naive.storeRun(150, 160, false);
    assertTrue(emitter.emit(sink.target(), sink.bytes(0), false), "few words, one call");
    assertArrayEquals(naive.laterLap(), sink.take());
  }

  @Test
  void putsAllThatIsLeftWhenTheGuestIsPaused() throws IOException {
    NaiveTable naive = new NaiveTable(22);
    naive.storeRun(0, 50_000, true);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    emitter.emit(sink.target(), sink.bytes(1), false);
    naive.storeRun(0, 10, false);
    emitter.emitRest(sink.target());
    assertEquals(0, emitter.pendingBytes());
    HashPageTable copy = new NaiveTable(22).table;
    RecordSink.apply(sink.take(), new HtabApplier(copy, 0));
    assertArrayEquals(naive.bytes(), copy.memory().toArray(ValueLayout.JAVA_BYTE));
    long laps = emitter.laps();
    emitter.emitRest(sink.target());
    assertEquals(laps, emitter.laps(), "nothing was left");
  }
}
