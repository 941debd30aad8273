// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.TruncatedStreamException;

final class HtabApplierTest {

  private static final int SLOTS = 16384;

  private final HashPageTable table = new HashPageTable(new HptGeometry(18), Arena.ofAuto());
  private final byte[] model = new byte[SLOTS * 16];
  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(longs = {0, Hpte.V_HOST, Hpte.V_LOCK})
  void storesWhatEachRecordSaysAndNothingElse(long cleared) throws IOException {
    HtabApplier applier = new HtabApplier(table, cleared);
    for (int i = 0; i < 150; i++) {
      int most = i % 10 == 0 ? 1000 : 70;
      int valid = random.nextInt(most);
      int invalid = random.nextInt(4) == 0 ? 0 : random.nextInt(most);
      // near either end of the table, where records overlap each other
      int index = random.nextInt(200) + (random.nextBoolean() ? 0 : SLOTS - 200 - 2 * most);
      applyToBoth(applier, index, valid, invalid, cleared);
      assertHoldsTheModel("record " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // from, to: on either side of a word's end
    "0, 16384",
    "0, 64",
    "1, 63",
    "63, 64",
    "64, 65",
    "63, 65",
    "60, 130",
    "64, 128",
    "100, 100",
    "16320, 16384"
  })
  void emptiesTheSlotsOfARecordAndNoOthers(int from, int to) throws IOException {
    HtabApplier applier = new HtabApplier(table, 0);
    applyToBoth(applier, 0, SLOTS, 0, 0);
    applyToBoth(applier, from, 0, to - from, 0);
    assertHoldsTheModel(from + " to " + to);
  }

  @Test
  void appliesTheLongestRecord() throws IOException {
    HashPageTable large = new HashPageTable(new HptGeometry(22), Arena.ofAuto());
    HtabApplier applier = new HtabApplier(large, 0);
    int run = HtabRecord.MAX_RUN;
    byte[] entries = new byte[run * 16];
    random.nextBytes(entries);
    RecordSink.apply(record(run + 1, run, 0, entries), applier);
    RecordSink.apply(record(1, run, run, entries), applier);
    byte[] expected = new byte[1 << 22];
    System.arraycopy(entries, 0, expected, 16, entries.length);
    assertArrayEquals(expected, large.memory().toArray(ValueLayout.JAVA_BYTE));
    for (int slot = 0; slot < 1 << 18; slot++) {
      assertEquals(slot >= 1 && slot <= run, large.occupied().get(slot), "slot " + slot);
    }
  }

  @Test
  void countsAnEntryWithoutItsValidBitAsOccupiedAndZeroesAsNot() throws IOException {
    HtabApplier applier = new HtabApplier(table, Hpte.V_HOST);
    byte[] entries = new byte[4 * 16];
    entries[0] = 1; // doubleword 0, without V
    entries[16 + 15] = 1; // doubleword 1 alone
    entries[32 + 7] = (byte) Hpte.V_HOST; // nothing but bits that are cleared
    RecordSink.apply(record(62, 4, 0, entries), applier);
    assertEquals(1L << 62 | 1L << 63, table.occupied().word(0));
    assertEquals(0, table.occupied().word(1));
    assertEquals(0, table.dword0(64));
    RecordSink.apply(record(62, 0, 4, new byte[0]), applier);
    assertEquals(0, table.occupied().word(0));
    assertArrayEquals(model, table.memory().toArray(ValueLayout.JAVA_BYTE));
  }

  @ParameterizedTest
  @CsvSource({
    // doublewords of one entry among valid ones, and whether it is a stray
    "0x7000000000000001, 0, false",
    "0x41, 0, false",
    "0, 0, false",
    "0x40, 0, false",
    "0x60, 0, false",
    "0x80, 0, true",
    "0x40, 1, true",
    "0, 1, true",
    "0x100000000000000, 0, true"
  })
  void notesAnEntryThatHasNoValidBitAndIsNotZero(String dword0, long dword1, boolean stray)
      throws IOException {
    for (int at = 0; at < 70; at++) {
      HashPageTable into = new HashPageTable(new HptGeometry(18), Arena.ofAuto());
      byte[] entries = new byte[70 * 16];
      ByteBuffer put = ByteBuffer.wrap(entries);
      for (int slot = 0; slot < 70; slot++) {
        boolean here = slot == at;
        put.putLong(here ? Long.decode(dword0) : 1).putLong(here ? dword1 : slot);
      }
      RecordSink.apply(record(3, 70, 0, entries), new HtabApplier(into, Hpte.V_HOST));
      assertEquals(stray, into.mayHoldStrays(), "entry " + at);
    }
  }

  @ParameterizedTest
  @CsvSource({"0xffffffff, 1, 0", "16384, 0, 1", "16383, 1, 1", "0, 16384, 1", "0, 1, 16384"})
  void refusesARecordThatLeavesTheTableAndTouchesNothing(String hex, int valid, int invalid)
      throws IOException {
    HtabApplier applier = new HtabApplier(table, 0);
    applyToBoth(applier, 0, SLOTS, 0, 0);
    byte[] entries = new byte[16 * valid];
    Arrays.fill(entries, (byte) 0x77);
    byte[] good = record(5, 0, 0, new byte[0]);
    byte[] bad = record(Long.decode(hex).intValue(), valid, invalid, entries);
    byte[] both = Arrays.copyOf(good, good.length + bad.length);
    System.arraycopy(bad, 0, both, good.length, bad.length);
    MalformedStreamException fault =
        assertThrows(MalformedStreamException.class, () -> RecordSink.apply(both, applier));
    assertEquals(8, fault.offset());
    assertEquals("at most the table's 16384 slots", fault.bound());
    assertHoldsTheModel("the refused record left nothing");
  }

  @Test
  void namesTheByteThatIsMissingWhereverTheRecordIsCut() {
    byte[] entries = new byte[3 * 16];
    random.nextBytes(entries);
    byte[] record = record(9, 3, 2, entries);
    HtabApplier applier = new HtabApplier(table, 0);
    for (int cut = 1; cut < record.length; cut++) {
      byte[] bytes = Arrays.copyOf(record, cut);
      TruncatedStreamException fault =
          assertThrows(TruncatedStreamException.class, () -> RecordSink.apply(bytes, applier));
      assertEquals(cut, fault.offset());
    }
  }

  @Test
  void getsNoByteBeyondItsRecord() throws IOException {
    byte[] bytes = record(9, 2, 1, new byte[3 * 16]);
    StateInput in = new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes)));
    new HtabApplier(table, 0).apply(HtabRecord.get(in), 0, in::get);
    assertEquals(8 + 2 * 16, in.position());
  }

  private void applyToBoth(HtabApplier applier, int index, int valid, int invalid, long cleared)
      throws IOException {
    ByteBuffer entries = ByteBuffer.allocate(16 * valid);
    for (int slot = index; slot < index + valid; slot++) {
      int kind = random.nextInt(8);
      long dword0 = kind == 0 ? Hpte.V_HOST : random.nextLong();
      long dword1 = kind < 2 ? 0 : random.nextLong();
      entries.putLong(dword0).putLong(dword1);
      ByteBuffer.wrap(model, 16 * slot, 16).putLong(dword0 & ~cleared).putLong(dword1);
    }
    Arrays.fill(model, 16 * (index + valid), 16 * (index + valid + invalid), (byte) 0);
    byte[] record = record(index, valid, invalid, entries.array());
    if (index + valid + invalid == 0 || random.nextBoolean()) {
      RecordSink.apply(record, applier);
    } else {
      // behind it the end marker, or the beginning of a record
      MemorySegment memory = nativeCopy(Arrays.copyOf(record, record.length + 8));
      memory.set(ValueLayout.JAVA_BYTE, record.length + 5L, (byte) random.nextInt(2));
      assertEquals(record.length, applier.applyAll(memory, 0, memory.byteSize(), 0, true));
    }
  }

  @Test
  void storesAllWholeRecordsInMemoryAndNoMore() throws IOException {
    byte[] first = record(3, 2, 1, new byte[] {1, 2, 3, 4}, 2 * 16);
    byte[] second = record(100, 1, 0, new byte[] {9}, 16);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    MemorySegment memory = nativeCopy(both);
    for (int end = 0; end <= both.length; end++) {
      HtabApplier applier = new HtabApplier(table, 0);
      long used = applier.applyAll(memory, 0, end, 0, true);
      int whole = end == both.length ? 2 : end >= first.length ? 1 : 0;
      assertEquals(whole == 2 ? both.length : whole * first.length, used);
      assertEquals(whole, applier.recordCount());
      assertEquals(whole == 0 ? 0 : whole + 1, applier.validSlots());
      assertEquals(Math.min(whole, 1), applier.invalidSlots());
    }
    assertEquals(9, table.dword0(100) >>> 56);
  }

  @ParameterizedTest
  @CsvSource({"true, 1048", "false, 1000"})
  void saysWhereInTheStreamARecordIsThatGoesBeyondTheTable(boolean inStream, long offset) {
    byte[] good = record(3, 2, 0, new byte[0], 2 * 16);
    byte[] bad = record(SLOTS - 1, 0, 2, new byte[0], 0);
    byte[] both = Arrays.copyOf(good, 8 + good.length + bad.length);
    System.arraycopy(good, 0, both, 8, good.length);
    System.arraycopy(bad, 0, both, 8 + good.length, bad.length);
    MemorySegment memory = nativeCopy(both);
    MalformedStreamException refused =
        assertThrows(
            MalformedStreamException.class,
            () ->
                new HtabApplier(table, 0)
                    .applyAll(memory, 8, both.length, inStream ? 1008 : 1000, inStream));
    assertEquals(offset, refused.offset());
  }

  private static MemorySegment nativeCopy(byte[] bytes) {
    MemorySegment memory = Arena.ofAuto().allocate(bytes.length, 8);
    return memory.copyFrom(MemorySegment.ofArray(bytes));
  }

  private static byte[] record(int index, int valid, int invalid, byte[] begin, int length) {
    return record(index, valid, invalid, Arrays.copyOf(begin, length));
  }

  private void assertHoldsTheModel(String when) {
    assertArrayEquals(model, table.memory().toArray(ValueLayout.JAVA_BYTE), when);
    ByteBuffer entries = ByteBuffer.wrap(model);
    for (int slot = 0; slot < SLOTS; slot++) {
      boolean empty = entries.getLong(16 * slot) == 0 && entries.getLong(16 * slot + 8) == 0;
      assertEquals(!empty, table.occupied().get(slot), () -> "occupied after " + when);
    }
  }

  private static byte[] record(int index, int valid, int invalid, byte[] entries) {
    return ByteBuffer.allocate(8 + entries.length)
        .putInt(index)
        .putShort((short) valid)
        .putShort((short) invalid)
        .put(entries)
        .array();
  }
}
