// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every lap's bytes are those that the format's description asks for. */
final class EmitterReferenceTest {

  private final RecordSink sink = new RecordSink();

  @ParameterizedTest
  @CsvSource({
    // shift, mean run of slots alike, share of them valid and changed in per cent
    "18, 1, 50, 50",
    "18, 1, 2, 2",
    "18, 1, 98, 98",
    "18, 1, 100, 100",
    "18, 5, 30, 60",
    "18, 64, 50, 50",
    "20, 300, 70, 40",
    "20, 9000, 80, 80",
    "23, 50000, 60, 60",
    "23, 120000, 80, 80"
  })
  void putsTheBytesOfTheNaiveLaps(int shift, int run, int valid, int changed) throws IOException {
    NaiveTable naive = new NaiveTable(shift);
    Random random = new Random(shift * 1000L + run + valid);
    change(naive, random, run, valid, changed);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    assertArrayEquals(naive.firstLap(), sink.lap(emitter), "first lap");
    for (int lap = 1; lap < 4; lap++) {
      change(naive, random, run, valid, changed);
      assertArrayEquals(naive.laterLap(), sink.lap(emitter), "later lap " + lap);
    }
    assertEquals(4, emitter.laps());
    assertEquals(0, sink.lap(emitter).length, "nothing changed since");
  }

  @Test
  void putsTheSameOfPagesThatAreWrittenThrough() throws IOException {
    NaiveTable naive = new NaiveTable(20);
    naive.dword1Bits = -1L;
    Random random = new Random(9);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    change(naive, random, 5, 50, 100);
    assertArrayEquals(naive.firstLap(), sink.lap(emitter), "first lap");
    change(naive, random, 5, 50, 50);
    assertArrayEquals(naive.laterLap(), sink.lap(emitter), "later lap");
  }

  @Test
  void leavesOutStrays() throws IOException {
    NaiveTable naive = new NaiveTable(18);
    naive.storeRun(64, 128, true);
    byte[] whole = naive.firstLap();
    HtabApplier applier = new HtabApplier(naive.table, 0);
    RecordSink.apply(
        HexFormat.of().parseHex("00000200" + "0001" + "0000" + "0000000000000010" + "00".repeat(8)),
        applier);
    assertArrayEquals(whole, sink.lap(new HtabEmitter(naive.table)));
  }

  @ParameterizedTest
  @CsvSource({
    // runs that end at a word, at a batch of 256 words, and at 65535 slots, give or take one
    "63, 65",
    "64, 128",
    "60, 16384",
    "16383, 16385",
    "16320, 32768",
    "5, 65540",
    "5, 65539",
    "5, 65541",
    "8, 65543",
    "8, 65544",
    "0, 131070",
    "0, 131071",
    "1, 131072",
    "100, 262144"
  })
  void cutsRunsWhereTheNaiveLapsDo(int from, int to) throws IOException {
    NaiveTable naive = new NaiveTable(22);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    naive.storeRun(from, to, true);
    assertArrayEquals(naive.firstLap(), sink.lap(emitter), "first lap");
    naive.storeRun(from, to, true);
    assertArrayEquals(naive.laterLap(), sink.lap(emitter), "changed");
    naive.storeRun(from, to, false);
    assertArrayEquals(naive.laterLap(), sink.lap(emitter), "cleared");
    int middle = from + Math.min(65535, (to - from) / 2);
    naive.storeRun(from, middle, true);
    naive.storeRun(middle, to, false);
    assertArrayEquals(naive.laterLap(), sink.lap(emitter), "half of each");
  }

  @ParameterizedTest
  @ValueSource(ints = {65539, 65540, 65541, 65545, 65560})
  void cutsARunAt65535SlotsWhereAnotherFollowsInTheSameWord(int to) throws IOException {
    NaiveTable naive = new NaiveTable(22);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    for (int lap = 0; lap < 2; lap++) {
      naive.storeRun(5, to, true);
      naive.storeRun(to + 3, to + 5, true);
      naive.storeRun(to + 6, to + 7, true);
      byte[] expected = lap == 0 ? naive.firstLap() : naive.laterLap();
      assertArrayEquals(expected, sink.lap(emitter), "lap " + lap);
    }
  }

  @Test
  void putsTheRecordsThatARealStreamHas() throws IOException {
    NaiveTable naive = new NaiveTable(18);
    naive.store(0x1880, 0x40046e93b0001085L, 0x000000001fa01196L);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    assertEquals(
        "00001880" + "0001" + "0000" + "40046e93b0001085" + "000000001fa01196",
        HexFormat.of().formatHex(sink.lap(emitter)));
    naive.store(0x1880, 0, 0);
    assertEquals("00001880" + "0000" + "0001", HexFormat.of().formatHex(sink.lap(emitter)));
  }

  @Test
  void putsNothingForAnEntryThatWasLoadedWithoutItsValidBit() throws IOException {
    NaiveTable naive = new NaiveTable(18);
    byte[] record = new byte[8 + 16];
    record[5] = 1;
    record[8] = 0x40;
    RecordSink.apply(record, new HtabApplier(naive.table, 0));
    assertTrue(naive.table.occupied().get(0));
    HtabEmitter emitter = new HtabEmitter(naive.table);
    assertEquals(0, sink.lap(emitter).length);
    assertEquals(0, emitter.recordCount());
  }

  @Test
  void countsWhatItPut() throws IOException {
    NaiveTable naive = new NaiveTable(18);
    naive.storeRun(10, 20, true);
    naive.storeRun(30, 31, true);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    sink.lap(emitter);
    naive.storeRun(18, 22, false);
    naive.storeRun(16, 18, true);
    sink.lap(emitter);
    assertEquals(3, emitter.recordCount());
    assertEquals(13, emitter.validSlots());
    assertEquals(4, emitter.invalidSlots());
    assertEquals(2, emitter.laps());
  }

  @Test
  void closingTwiceLeavesTheMarksOfALaterReaderAlone() throws IOException {
    NaiveTable naive = new NaiveTable(18);
    HtabEmitter first = new HtabEmitter(naive.table);
    first.close();
    HtabEmitter second = new HtabEmitter(naive.table);
    first.close();
    sink.lap(second);
    naive.store(7, 0x11, 0x1196);
    assertEquals(24, sink.lap(second).length);
  }

  static void change(NaiveTable naive, Random random, int run, int valid, int changed) {
    for (int slot = 0; slot < naive.slots; ) {
      int end = Math.min(naive.slots, slot + 1 + (run == 1 ? 0 : random.nextInt(2 * run)));
      boolean store = random.nextInt(100) < changed;
      boolean full = random.nextInt(100) < valid;
      for (; slot < end; slot++) {
        if (store) {
          naive.store(slot, full, random);
        }
      }
    }
  }
}
