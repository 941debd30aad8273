// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.stream.BigEndian;

/**
 * Records of words that have many short runs. The processor cannot foretell how long such a run is,
 * so nothing here depends on it: all entries of a word are copied one by one to where they belong,
 * with room for the headers between them, which are written afterwards from a {@link RunList}.
 *
 * <p>What {@link WordRecords} says of room holds here too.
 */
final class EntryRecords {

  /** Bytes of a word's entries. */
  private static final long ENTRIES = (long) Long.SIZE * HtabRecord.ENTRY_BYTES;

  /**
   * Where in a word's records a doubleword may be, so that the compiler knows that it is inside
   * {@link #ROOM}: the last entry of a word, each other slot being valid, ends at 768 bytes, at
   * 1032 if all are, and those that are copied past it 72 bytes later.
   */
  private static final long PLACE = 0x7f8;

  /** Bytes that are set aside for a word's records. */
  static final long ROOM = PLACE + 2 * Long.BYTES;

  /** Entries that are copied without asking how many there are. */
  private static final int STEP = 4;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private EntryRecords() {}

  /** At most {@link RunList#WORDS} words, without empty slots and none of them full. */
  static void of(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor) {
    RunList runs = words.runs;
    int joined = runs.list(words, begin, end, cursor);
    long at = cursor.used;
    long seen = 0;
    for (int i = begin; i < end; i++) {
      long left = words.slots[i];
      long starts = runs.starts[i - begin];
      long first = words.numbers[i] << 6;
      MemorySegment entries = table.asSlice(first * HtabRecord.ENTRY_BYTES, ENTRIES);
      MemorySegment room = into.asSlice(at, ROOM);
      int count = Long.bitCount(left);
      at += (long) count * HtabRecord.ENTRY_BYTES;
      at += (long) Long.bitCount(starts) * HtabRecord.HEADER_BYTES;
      long to = 0;
      for (int done = 0; done < count; done += STEP) {
        // those past the last are written over
        for (int j = 0; j < STEP; j++) {
          int slot = Long.numberOfTrailingZeros(left) & Long.SIZE - 1;
          left &= left - 1;
          to += (starts >>> slot & 1) * HtabRecord.HEADER_BYTES;
          long from = (long) slot * HtabRecord.ENTRY_BYTES;
          long dword0 = entries.get(RAW, from);
          seen |= dword0;
          room.set(RAW, to & PLACE, dword0);
          room.set(RAW, (to & PLACE) + Long.BYTES, entries.get(RAW, from + Long.BYTES));
          to += HtabRecord.ENTRY_BYTES;
        }
      }
    }
    if (joined > 0) {
      into.set(BigEndian.BE64, cursor.header, runs.headers[0]);
    }
    long header = cursor.used + (long) joined * HtabRecord.ENTRY_BYTES;
    for (int i = 1; i <= runs.size; i++) {
      into.set(BigEndian.BE64, header, runs.headers[i]);
      header += HtabRecord.bytes(runs.headers[i]);
    }
    cursor.goOn(runs, at);
    cursor.seen |= seen;
  }
}
