// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.stream.BigEndian;

/**
 * Records of words that have many short runs. The processor cannot foretell how long such a run is,
 * nor how many there are, and a wrong guess takes as long as several entries. So nothing here
 * depends on how long a run is: all entries of a word are copied one by one to where they belong,
 * with room for the headers between them, which are written afterwards. And both are done {@link
 * #STEP} at a time: what is too much is written over by what comes next.
 *
 * <p>What {@link WordRecords} says of room holds here too.
 */
final class EntryRecords {

  /**
   * Where in a word's records a doubleword may be, so that the compiler knows that it is inside
   * {@link #ROOM}: the last entry of a word ends at 1024 bytes at most, and what is written past
   * it, entries or headers, 72 bytes later.
   */
  private static final long PLACE = 0x7f8;

  /** Bytes that are set aside for a word's records. */
  static final long ROOM = PLACE + 2 * Long.BYTES;

  /** Entries or headers that are written without asking how many are left. */
  private static final int STEP = 4;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private EntryRecords() {}

  /** Words without empty slots, none of them full. */
  static void of(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor) {
    long[] numbers = words.numbers;
    long at = cursor.used;
    long first = cursor.index;
    int told = cursor.valid;
    // 1 if a record ends right before the word: data, since a branch on it would be a guess
    long ends = cursor.next() == numbers[begin] << 6 ? 1 : 0;
    // one that does not go on has its header, and what is written here comes to be written over
    long open = ends == 0 ? at : cursor.header;
    long records = 0;
    long seen = 0;
    for (int i = begin; i < end; i++) {
      long valid = words.slots[i];
      long base = numbers[i] << 6;
      if (i > begin && numbers[i] != numbers[i - 1] + 1) {
        ends = 0;
      }
      long joins = valid & ends;
      ends = valid >>> Long.SIZE - 1;
      int joined = Long.numberOfTrailingZeros(~valid) & (int) -joins;
      told += joined;
      into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
      long starts = valid & ~(valid << 1) & ~joins;
      long lasts = valid & ~(valid >>> 1);
      // but for the run that goes on
      lasts &= lasts - joins;
      MemorySegment entries = table.asSlice(base * HtabRecord.ENTRY_BYTES, SlotBatch.WORD_BYTES);
      MemorySegment room = into.asSlice(at, ROOM);
      seen |= putEntries(entries, valid, starts, room);
      putHeaders(base, starts, lasts, room, (long) joined * HtabRecord.ENTRY_BYTES);
      int runs = Long.bitCount(starts);
      at += (long) Long.bitCount(valid) * HtabRecord.ENTRY_BYTES;
      at += (long) runs * HtabRecord.HEADER_BYTES;
      if (runs > 0) {
        int start = Long.SIZE - 1 - Long.numberOfLeadingZeros(starts);
        first = base + start;
        told = Long.numberOfTrailingZeros(~(valid >>> start));
        open = at - HtabRecord.HEADER_BYTES - (long) told * HtabRecord.ENTRY_BYTES;
      }
      records += runs;
    }
    cursor.goOn(at, open, first, told, records);
    cursor.seen |= seen;
  }

  /** Copies a word's entries, a header's room before each start; answers their doublewords 0. */
  private static long putEntries(
      MemorySegment entries, long valid, long starts, MemorySegment room) {
    long left = valid;
    long to = 0;
    long seen = 0;
    // no count, which would take a register that this loop has not got
    while (left != 0) {
      for (int i = 0; i < STEP; i++) {
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
    return seen;
  }

  /** Writes the headers of a word's runs, from {@code begin} on in {@code room}. */
  private static void putHeaders(
      long base, long starts, long lasts, MemorySegment room, long begin) {
    long leftStarts = starts;
    long leftLasts = lasts;
    long at = begin;
    while (leftStarts != 0) {
      for (int i = 0; i < STEP; i++) {
        int start = Long.numberOfTrailingZeros(leftStarts);
        leftStarts &= leftStarts - 1;
        // where none is left, a run of one
        int run = Long.numberOfTrailingZeros(leftLasts) + 1 - start;
        leftLasts &= leftLasts - 1;
        room.set(BigEndian.BE64, at & PLACE, HtabRecord.encode(base + start, run, 0));
        at += HtabRecord.HEADER_BYTES + (long) run * HtabRecord.ENTRY_BYTES;
      }
    }
  }
}
