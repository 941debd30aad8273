// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** Records, the table that an applier makes of them, and the one that they tell, byte by byte. */
final class LoadModel {

  static final int SLOTS = 16384;

  private static final int SHIFT = 18;

  private final HashPageTable table;
  private final HtabApplier applier;
  private final long cleared;
  private final byte[] expected;
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private int loaded;
  private long count;
  private long valid;
  private long invalid;
  private boolean strays;

  LoadModel(long cleared) {
    this(cleared, SHIFT);
  }

  LoadModel(long cleared, int shift) {
    this.table = new HashPageTable(new HptGeometry(shift), Arena.ofAuto());
    this.applier = new HtabApplier(table, cleared);
    this.cleared = cleared;
    this.expected = new byte[1 << shift];
  }

  static HashPageTable table() {
    return new HashPageTable(new HptGeometry(SHIFT), Arena.ofAuto());
  }

  HtabApplier applier() {
    return applier;
  }

  byte[] expected() {
    return expected;
  }

  /** Length of all records told. */
  int bytes() {
    return records.size();
  }

  /** Tells a record of valid entries without host bits. */
  void tell(Random random, int index, int run, int empty) {
    tell(random, index, run, empty, -1, 0, 0);
  }

  /** The same, with one entry that has host bits, no V, or nothing at all. */
  void tellOdd(Random random, int index, int run, int empty) {
    long dword0 = random.nextInt(2) * Hpte.V_VALID | random.nextInt(4) * Hpte.V_ABSENT;
    tell(random, index, run, empty, random.nextInt(run + 1), dword0, random.nextInt(2));
  }

  /** The same, with these doublewords in one entry; in none if {@code odd} is not in the run. */
  void tell(Random random, int index, int run, int empty, int odd, long dword0, long dword1) {
    ByteBuffer record = ByteBuffer.allocate(8 + 16 * run);
    record.putInt(index).putShort((short) run).putShort((short) empty);
    for (int i = 0; i < run; i++) {
      long first = i == odd ? dword0 : random.nextLong() & ~Hpte.V_HOST | Hpte.V_VALID;
      long second = i == odd ? dword1 : random.nextLong();
      record.putLong(first).putLong(second);
      long kept = first & ~cleared;
      ByteBuffer.wrap(expected)
          .putLong(16 * (index + i), kept)
          .putLong(16 * (index + i) + 8, second);
      strays |= (kept | second) != 0 && (kept & Hpte.V_VALID) == 0;
    }
    Arrays.fill(expected, 16 * (index + run), 16 * (index + run + empty), (byte) 0);
    records.writeBytes(record.array());
    count++;
    valid += run;
    invalid += empty;
  }

  /** Tells a record that is not to be stored. */
  void tellBeyond(Random random, int index, int run) {
    byte[] entries = new byte[16 * run];
    random.nextBytes(entries);
    records.writeBytes(
        ByteBuffer.allocate(8).putInt(index).putShort((short) run).putShort((short) 0).array());
    records.writeBytes(entries);
  }

  /** Loads what was told and not loaded yet, in windows that end anywhere. */
  void load(Random random) throws IOException {
    byte[] told = records.toByteArray();
    while (loaded < told.length) {
      int end = Math.min(told.length, loaded + random.nextInt(1, 12000));
      loaded += applyAll(applier, told, loaded, end);
      if (loaded < told.length) {
        applyOne(told);
      }
    }
  }

  /** The same, in one window. */
  void loadAtOnce() throws IOException {
    byte[] told = records.toByteArray();
    loaded += applyAll(applier, told, loaded, told.length);
    assertEquals(told.length, loaded);
  }

  /** Has records applied that stand at the very end of native memory; answers the bytes taken. */
  int applyAll(HtabApplier to, int begin, int end) throws IOException {
    return applyAll(to, records.toByteArray(), begin, end);
  }

  private static int applyAll(HtabApplier to, byte[] told, int begin, int end) throws IOException {
    MemorySegment memory = Arena.ofAuto().allocate(end - begin + 1L, 8).asSlice(1);
    MemorySegment.copy(MemorySegment.ofArray(told), begin, memory, 0, end - begin);
    return (int) to.applyAll(memory, 0, end - begin, begin, true);
  }

  private void applyOne(byte[] told) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(told, loaded, told.length - loaded).slice();
    HtabRecord record = HtabRecord.decode(rest.getLong(0));
    MemorySegment entries = MemorySegment.ofBuffer(rest.slice(8, record.bytes() - 8));
    applier.apply(
        record, loaded, (target, to, length) -> MemorySegment.copy(entries, 0, target, to, length));
    loaded += record.bytes();
  }

  void assertLoaded(String when) {
    assertArrayEquals(expected, table.memory().toArray(ValueLayout.JAVA_BYTE), when);
    ByteBuffer entries = ByteBuffer.wrap(expected);
    for (int word = 0; word < expected.length / 1024; word++) {
      long bits = 0;
      for (int slot = 0; slot < 64; slot++) {
        int at = 1024 * word + 16 * slot;
        bits |= (entries.getLong(at) | entries.getLong(at + 8)) != 0 ? 1L << slot : 0;
      }
      assertEquals(bits, table.occupied().word(word), () -> "occupied, " + when);
    }
    assertEquals(count, applier.recordCount(), when);
    assertEquals(valid, applier.validSlots(), when);
    assertEquals(invalid, applier.invalidSlots(), when);
    assertEquals(strays, table.mayHoldStrays(), when);
  }
}
