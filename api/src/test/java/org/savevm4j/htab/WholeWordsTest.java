// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;

/** Words that are copied without a look at their entries, each kind in its own loop. */
final class WholeWordsTest {

  private static final int FIRST_WORD = 3;
  private static final int END_WORD = 6;

  /** Words whose first slot goes on with the record before them. */
  private static final Words[] NEXT = {
    Words.GROUPS, Words.SHORT_RUNS_THAT_GO_ON, Words.RUNS_THAT_GO_ON
  };

  private final RecordSink sink = new RecordSink();
  private final NaiveTable naive = new NaiveTable(18);
  private final Random random = new Random(4);

  @ParameterizedTest
  @EnumSource
  void tellWhatTheNaiveLapTells(Words words) throws IOException {
    fill(words, FIRST_WORD, END_WORD);
    HtabEmitter emitter = new HtabEmitter(naive.table);
    byte[] records = sink.lap(emitter);
    assertArrayEquals(naive.firstLap(), records);
    assertEquals((END_WORD - FIRST_WORD) * (long) Long.bitCount(words.slots), emitter.validSlots());
    assertEquals(
        records.length,
        HtabRecord.HEADER_BYTES * emitter.recordCount()
            + HtabRecord.ENTRY_BYTES * emitter.validSlots());
  }

  @ParameterizedTest
  @EnumSource
  void tellOfEachLockedEntry(Words words) throws IOException {
    fill(words, FIRST_WORD, END_WORD);
    for (int slot = FIRST_WORD << 6; slot < END_WORD << 6; slot++) {
      if (naive.isValid(slot)) {
        HashPageTable copy = new NaiveTable(18).table;
        HtabApplier applier = new HtabApplier(copy, 0);
        try (HtabEmitter emitter = new HtabEmitter(naive.table)) {
          long dword0 = naive.table.lock(slot);
          RecordSink.apply(sink.lap(emitter), applier);
          naive.table.unlock(slot, dword0);
          assertFalse(copy.occupied().get(slot), "slot " + slot + " was told while it was locked");
          RecordSink.apply(sink.lap(emitter), applier);
        }
        assertArrayEquals(naive.bytes(), copy.memory().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepInsideOfTheMemoryThatIsRead(Words words) throws IOException {
    fill(words, 0, 40);
    for (int limit = 25; limit < 9000; limit += limit < 100 ? 1 : 97) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      try (HtabEmitter emitter = new HtabEmitter(naive.table);
          Arena arena = Arena.ofConfined()) {
        for (long bytes = 1; bytes > 0; ) {
          // nothing behind it: a store that goes too far is an exception
          MemorySegment into = arena.allocate(limit);
          bytes = emitter.read(into, limit);
          assertTrue(bytes < limit, bytes + " bytes of " + limit);
          read.writeBytes(into.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
        }
      }
      HashPageTable copy = new NaiveTable(18).table;
      RecordSink.apply(read.toByteArray(), new HtabApplier(copy, 0));
      assertArrayEquals(naive.bytes(), copy.memory().toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  void tellTheSameInAnyOrderInBothKindsOfLaps() throws IOException {
    for (int round = 0; round < 40; round++) {
      NaiveTable mixed = new NaiveTable(18);
      storeWords(mixed, 1);
      try (HtabEmitter emitter = new HtabEmitter(mixed.table)) {
        assertArrayEquals(mixed.firstLap(), sink.lap(emitter));
        storeWords(mixed, 8);
        assertArrayEquals(mixed.laterLap(), sink.lap(emitter));
      }
    }
  }

  @Test
  void goOnARecordThatIsNearlyAsLongAsItMayBe() throws IOException {
    for (int from : new int[] {1, 2, 5, 63, 64, 65}) {
      for (Words[] next : new Words[][] {NEXT, {NEXT[1], NEXT[2], NEXT[0]}, {NEXT[2], NEXT[0]}}) {
        NaiveTable large = new NaiveTable(21);
        large.storeRun(from, 1 << 16, true);
        for (int i = 0; i < next.length; i++) {
          store(large, next[i], (1 << 10) + i);
        }
        try (HtabEmitter emitter = new HtabEmitter(large.table)) {
          assertArrayEquals(large.firstLap(), sink.lap(emitter));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellTheSameWhileAnEmptySlotIsLocked(Words words) throws IOException {
    fill(words, FIRST_WORD, END_WORD);
    byte[] records = naive.firstLap();
    int slot = FIRST_WORD << 6;
    while (naive.isValid(slot)) {
      slot++;
    }
    long dword0 = naive.table.lock(slot);
    assertArrayEquals(records, sink.lap(new HtabEmitter(naive.table)));
    naive.table.unlock(slot, dword0);
  }

  @Test
  void areTakenBackWhereverASlotWasMarkedMeanwhile() {
    NaiveTable large = new NaiveTable(22);
    for (int word = 0; word < large.slots >> 6; word += 20) {
      large.store(word << 6, true, random);
    }
    RecordBuffer records = new RecordBuffer(LapForm.STREAM);
    for (int word = 0; word < 4000; word += 20) {
      DirtyMarks marks = large.table.tracking().open();
      SlotBatch batch = new SlotBatch(marks, large.table);
      records.into(Arena.ofAuto().allocate(1 << 20), 1 << 20);
      batch.takeOccupied(0);
      large.store(word << 6, true, random);
      batch.addTo(records);
      assertEquals(0, records.used(), "word " + word + " was marked after its mark was taken");
      assertFalse(batch.isEmpty());
      large.table.tracking().close(marks);
    }
  }

  /** Stores most words, each of any kind, and clears the other slots of one of so many. */
  private void storeWords(NaiveTable into, int clearedOf) {
    for (int word = 0; word < into.slots >> 6; word++) {
      Words words = Words.values()[random.nextInt(Words.values().length)];
      boolean isLeftOut = random.nextInt(6) == 0;
      boolean clears = random.nextInt(clearedOf) == 0;
      for (int slot = 0; slot < Long.SIZE; slot++) {
        boolean valid = (words.slots >>> slot & 1) != 0;
        if (!isLeftOut && (valid || clears)) {
          into.store((word << 6) + slot, valid, random);
        }
      }
    }
  }

  private void fill(Words words, int begin, int end) {
    for (int word = begin; word < end; word++) {
      store(naive, words, word);
    }
  }

  private void store(NaiveTable into, Words words, int word) {
    for (int slot = 0; slot < Long.SIZE; slot++) {
      into.store((word << 6) + slot, (words.slots >>> slot & 1) != 0, random);
    }
  }

  /** Which slots of each word are valid. */
  enum Words {
    ALONE(0x5555_5555_5555_5555L),
    ALONE_BUT_FIRST_AND_LAST(0xd555_5555_5555_5555L),
    SHORT_RUNS(0x6db6_1b6d_d6b6_5b6eL),
    SHORT_RUNS_THAT_GO_ON(0xedb6_1b6d_d6b6_5b6dL),
    GROUPS(0x3f0f_071f_0103_3f3fL),
    GROUPS_SOME_EMPTY(0x0007_003f_1f0f_003fL),
    GROUPS_OF_SEVEN(0x7f3f_0103_7f1f_3f07L),
    RUNS(0x3f0f_1f07_0f1f_3f0eL),
    RUNS_THAT_GO_ON(0xff0f_1f07_0f1f_3f0fL),
    LONG_RUNS(0x0fff_ffff_3fff_ffe0L),
    LONG_RUNS_THAT_GO_ON(0xffff_ffff_3fff_ffffL),
    FIRST_TWO(0x3L),
    FEW(0x0000_0180_0000_0400L),
    ALL(-1L);

    private final long slots;

    Words(long slots) {
      this.slots = slots;
    }
  }
}
