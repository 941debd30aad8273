// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.stream.MalformedStreamException;

/** A table of 64 GiB: 2^32 slots, whose numbers are negative or zero in 32 bits. */
@Timeout(60)
final class LargestTableTest {

  private static final long HALF = 1L << 31;
  private static final long LAST = (1L << 32) - 1;
  private static final long[] SLOTS = {0, HALF - 1, HALF, LAST - 1, LAST};

  @TempDir private Path folder;
  private HashPageTable table;

  @BeforeEach
  void mapTable() {
    table = map();
  }

  @AfterEach
  void freeTable() {
    table.free();
  }

  @Test
  void holdsAndMarksEntriesAtItsEnds() {
    assertEquals(1L << 36, table.memory().byteSize());
    DirtyMarks marks = table.tracking().open();
    for (long slot : SLOTS) {
      store(slot);
    }
    for (long slot : SLOTS) {
      assertEquals(dword0(slot), table.dword0(slot));
      assertEquals(~slot, table.dword1(slot));
      assertTrue(table.occupied().get(slot));
    }
    assertFalse(table.occupied().get(LAST - 2));
    assertFalse(table.occupied().get(HALF + 1));
    assertEquals(0, table.dword0(HALF + 1));
    List<Long> seen = new ArrayList<>();
    marks.forEachWord(marks.words(), (word, _) -> seen.add(word));
    assertEquals(List.of(0L, HALF / 64 - 1, HALF / 64, LAST / 64), seen);
    long[] words = new long[2];
    long[] bits = new long[2];
    assertEquals(2, marks.takeNext(1, words, bits));
    assertArrayEquals(new long[] {HALF / 64 - 1, HALF / 64}, words);
    assertArrayEquals(new long[] {1L << 63, 1}, bits);
    assertEquals(1, marks.takeNext(HALF / 64 + 1, words, bits));
    assertEquals(LAST / 64, words[0]);
    assertEquals(3L << 62, bits[0]);
  }

  @Test
  void travelsAsRecordsAndArrivesWhole() throws IOException {
    for (long slot : SLOTS) {
      store(slot);
    }
    HashPageTable copy = map();
    HtabApplier applier = new HtabApplier(copy, 0);
    HtabEmitter emitter = new HtabEmitter(table);
    RecordSink sink = new RecordSink();

    byte[] first = sink.lap(emitter);
    assertEquals(3 * 8 + 5 * 16, first.length);
    assertEquals("0000000000010000", header(first, 0));
    assertEquals("7fffffff00020000", header(first, 8 + 16));
    assertEquals("fffffffe00020000", header(first, 2 * 8 + 3 * 16));
    RecordSink.apply(first, applier);
    for (long slot : SLOTS) {
      assertEquals(dword0(slot), copy.dword0(slot));
      assertTrue(copy.occupied().get(slot));
    }

    table.lock(LAST);
    table.store(LAST, 0, 0);
    table.lock(HALF);
    table.store(HALF, 0, 0);
    store(HALF + 1);
    assertEquals(3 * 8 + 16, emitter.pendingBytes());
    byte[] later = sink.lap(emitter);
    assertEquals("80000000" + "0000" + "0001", header(later, 0));
    assertEquals("80000001" + "0001" + "0000", header(later, 8));
    assertEquals("ffffffff" + "0000" + "0001", header(later, 2 * 8 + 16));
    RecordSink.apply(later, applier);
    assertEquals(0, copy.dword0(LAST));
    assertFalse(copy.occupied().get(LAST));
    assertEquals(dword0(LAST - 1), copy.dword0(LAST - 1));
    assertEquals(0, copy.dword0(HALF));
    assertEquals(dword0(HALF + 1), copy.dword0(HALF + 1));
    copy.free();
  }

  @Test
  void takesItsLastSlotFromAStreamAndNotTheOneBehind() throws IOException {
    HtabApplier applier = new HtabApplier(table, 0);
    byte[] record = ByteBuffer.allocate(24).putInt(-1).putInt(0x10000).putLong(7).array();
    RecordSink.apply(record, applier);
    assertEquals(7, table.dword0(LAST));
    record[7] = 1;
    assertEquals(
        "offset 0: record is index 4294967295 + n_valid 1 + n_invalid 1,"
            + " expected at most the table's 4294967296 slots",
        assertThrows(MalformedStreamException.class, () -> RecordSink.apply(record, applier))
            .getMessage());
    assertEquals(0, table.dword0(0), "no index wraps around");
  }

  private HashPageTable map() {
    return new HashPageTable(new HptGeometry(36), new SparseFileArena(folder));
  }

  private void store(long slot) {
    table.lock(slot);
    table.store(slot, dword0(slot), ~slot);
  }

  private static long dword0(long slot) {
    return slot << 12 | Hpte.V_VALID;
  }

  private static String header(byte[] records, int at) {
    return HexFormat.of().formatHex(records, at, at + 8);
  }
}
