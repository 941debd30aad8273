// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.stream.BigEndian;

/**
 * Records of words that have many short runs. The processor cannot foretell how long such a run is,
 * so nothing here depends on it: all entries of a word are copied one by one to where they belong,
 * with room for the headers between them, which are written afterwards.
 *
 * <p>What {@link WordRecords} says of room holds here too.
 */
final class EntryRecords {

  /** Bytes of a word's entries. */
  private static final long ENTRIES = (long) Long.SIZE * HtabRecord.ENTRY_BYTES;

  /**
   * Where in a word's records a doubleword may be, so that the compiler knows that it is inside
   * {@link #ROOM}: the last entry of a word, each other slot being valid, ends at 768 bytes, and at
   * 1032 if all are.
   */
  private static final long PLACE = 0x7f8;

  /** Bytes that are set aside for a word's records. */
  static final long ROOM = PLACE + 2 * Long.BYTES;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private EntryRecords() {}

  /** Words without empty slots. */
  static void of(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor) {
    long[] numbers = words.numbers;
    long[] slots = words.slots;
    long at = cursor.used;
    long open = cursor.header;
    long first = cursor.index;
    int told = cursor.valid;
    long next = WordRecords.nextOf(cursor);
    long records = 0;
    long seen = 0;
    for (int i = begin; i < end; i++) {
      long valid = slots[i];
      long base = numbers[i] << 6;
      long starts = valid & ~(valid << 1);
      if (base == next && (valid & 1) != 0) {
        starts &= ~1L;
        told += Long.numberOfTrailingZeros(~valid);
        into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
      }
      MemorySegment entries = table.asSlice(base * HtabRecord.ENTRY_BYTES, ENTRIES);
      MemorySegment room = into.asSlice(at, ROOM);
      int count = Long.bitCount(valid);
      long left = valid;
      long to = 0;
      for (int j = 0; j < count; j++) {
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
      int runs = Long.bitCount(starts);
      long last = Long.highestOneBit(starts);
      // entries before the first start belong to the record that goes on
      long header = Long.bitCount(valid & Long.lowestOneBit(starts) - 1) * 16L;
      for (int j = 0; j < runs; j++) {
        int start = Long.numberOfTrailingZeros(starts);
        starts &= starts - 1;
        int run = Long.numberOfTrailingZeros(~(valid >>> start));
        room.set(BigEndian.BE64, header & PLACE, HtabRecord.encode(base + start, run, 0));
        header += HtabRecord.HEADER_BYTES + (long) run * HtabRecord.ENTRY_BYTES;
      }
      at += to;
      if (last != 0) {
        int start = Long.numberOfTrailingZeros(last);
        first = base + start;
        told = Long.numberOfTrailingZeros(~(valid >>> start));
        open = at - HtabRecord.HEADER_BYTES - (long) told * HtabRecord.ENTRY_BYTES;
      }
      records += runs;
      next = first + told;
    }
    cursor.goOn(at, open, first, told, records);
    cursor.seen |= seen;
  }
}
