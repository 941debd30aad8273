// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.stream.BigEndian;

/**
 * Records of whole words of slots, copied without a look at what is copied: all but a few slots of
 * a table go this way. Whoever calls it looks at the copy as a whole afterwards, and takes it back
 * if that may hold an entry that was locked ({@link #mayHoldLocked}), or if a slot was marked
 * meanwhile; why that is enough is in the description of {@code org.savevm4j.hpt}.
 *
 * <p>A run of at most 8 entries is copied as if it were 8: to ask how many they are would cost more
 * than to copy them. Whatever is copied beyond the run is written over by what comes next, and
 * there is room for it beyond the last.
 */
final class WholeWords {

  /** Bytes copied of a run that is not longer. */
  private static final int WIDE_BYTES = 8 * HtabRecord.ENTRY_BYTES;

  private static final int WIDE = WIDE_BYTES / HtabRecord.ENTRY_BYTES;

  /** Most bytes of a word's records, and what a wide copy writes beyond them. */
  private static final long WORD_ROOM =
      (long) Long.SIZE * (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES) + WIDE_BYTES;

  /** A record that has more of either kind is left to a slower way, which cuts it where it must. */
  private static final int LONGEST = HtabRecord.MAX_RUN - Long.SIZE;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private WholeWords() {}

  /**
   * Adds words up to the first that has no room, or stands at the table's end.
   *
   * @param table its memory
   * @param batch the words, ascending
   * @param begin the first of them to add
   * @param end the last one's successor
   * @param limit bytes of {@code into} that may be used
   * @return the first word that was not added, no slot of it
   */
  static int add(
      MemorySegment table,
      SlotBatch.Words batch,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor,
      long limit) {
    long lastWord = (table.byteSize() - WIDE_BYTES >> 10) - 1;
    long lastUsed = limit - WORD_ROOM;
    int i = begin;
    int from;
    do {
      from = i;
      i = addValid(table, lastWord, batch, i, end, into, cursor, lastUsed);
      i = addMixed(table, lastWord, batch, i, end, into, cursor, lastUsed);
    } while (i > from && i < end);
    return i;
  }

  /** Adds words without empty slots. */
  private static int addValid(
      MemorySegment table,
      long lastWord,
      SlotBatch.Words batch,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor,
      long lastUsed) {
    long[] numbers = batch.numbers;
    long[] slots = batch.slots;
    long[] empties = batch.empty;
    long at = cursor.used;
    long open = cursor.header;
    long first = cursor.index;
    int told = cursor.valid;
    // no slot goes on where none is open, nor a valid one where empty ones ended
    long next = open == RecordCursor.NONE || cursor.invalid > 0 ? RecordCursor.NONE : first + told;
    long records = cursor.records;
    long validSlots = cursor.validSlots;
    int i = begin;
    for (; i < end; i++) {
      long word = numbers[i];
      long left = slots[i];
      if (empties[i] != 0 || word > lastWord || at > lastUsed || told > LONGEST) {
        break;
      }
      validSlots += Long.bitCount(left);
      if ((left & left >>> 1) == 0) {
        do {
          long slot = (word << 6) + Long.numberOfTrailingZeros(left);
          left &= left - 1;
          if (slot != next) {
            open = at;
            first = slot;
            told = 0;
            records++;
            at += HtabRecord.HEADER_BYTES;
          }
          long from = slot * HtabRecord.ENTRY_BYTES;
          into.set(RAW, at, table.get(RAW, from));
          into.set(RAW, at + Long.BYTES, table.get(RAW, from + Long.BYTES));
          at += HtabRecord.ENTRY_BYTES;
          told++;
          next = slot + 1;
          into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
        } while (left != 0);
      } else {
        do {
          int start = Long.numberOfTrailingZeros(left);
          int run = Long.numberOfTrailingZeros(~(left >>> start));
          long slot = (word << 6) + start;
          if (slot != next) {
            open = at;
            first = slot;
            told = 0;
            records++;
            at += HtabRecord.HEADER_BYTES;
          }
          long from = slot * HtabRecord.ENTRY_BYTES;
          if (run <= WIDE) {
            MemorySegment.copy(table, from, into, at, WIDE_BYTES);
          } else {
            MemorySegment.copy(table, from, into, at, (long) run * HtabRecord.ENTRY_BYTES);
          }
          at += (long) run * HtabRecord.ENTRY_BYTES;
          told += run;
          next = slot + run;
          into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
          left = start + run == Long.SIZE ? 0 : left & -1L << start + run;
        } while (left != 0);
      }
    }
    if (i > begin) {
      cursor.used = at;
      cursor.header = open;
      cursor.index = first;
      cursor.valid = told;
      cursor.invalid = 0;
      cursor.records = records;
      cursor.validSlots = validSlots;
    }
    return i;
  }

  /** Adds words that have empty slots, slot by slot. */
  private static int addMixed(
      MemorySegment table,
      long lastWord,
      SlotBatch.Words batch,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor,
      long lastUsed) {
    long[] numbers = batch.numbers;
    long[] slots = batch.slots;
    long[] empties = batch.empty;
    long at = cursor.used;
    long open = cursor.header;
    long first = open == RecordCursor.NONE ? RecordCursor.NONE : cursor.index;
    int told = open == RecordCursor.NONE ? 0 : cursor.valid;
    int gone = open == RecordCursor.NONE ? 0 : cursor.invalid;
    long records = cursor.records;
    int i = begin;
    for (; i < end; i++) {
      long word = numbers[i];
      long left = slots[i];
      long empty = empties[i];
      if (empty == 0 || word > lastWord || at > lastUsed || told > LONGEST || gone > LONGEST) {
        break;
      }
      cursor.validSlots += Long.bitCount(left & ~empty);
      cursor.invalidSlots += Long.bitCount(empty);
      do {
        int start = Long.numberOfTrailingZeros(left);
        left &= left - 1;
        long slot = (word << 6) + start;
        // 1 or 0 and no branch: which of them are empty is anybody's guess
        int none = (int) (empty >>> start) & 1;
        if (slot != first + told + gone || none == 0 && gone > 0) {
          open = at;
          first = slot;
          told = 0;
          gone = 0;
          records++;
          at += HtabRecord.HEADER_BYTES;
        }
        long from = slot * HtabRecord.ENTRY_BYTES & none - 1L;
        into.set(RAW, at, table.get(RAW, from));
        into.set(RAW, at + Long.BYTES, table.get(RAW, from + Long.BYTES));
        at += (long) (1 - none) * HtabRecord.ENTRY_BYTES;
        told += 1 - none;
        gone += none;
        into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, gone));
      } while (left != 0);
    }
    cursor.used = at;
    cursor.header = open;
    cursor.index = first;
    cursor.valid = told;
    cursor.invalid = gone;
    cursor.records = records;
    return i;
  }

  /**
   * Whether records that {@link #add} made may hold an entry that was locked when it was copied. It
   * never says no of one that does; it says yes of some others, since it does not ask which
   * doubleword is which: of pages that are written through, and of records with 64 empty slots.
   */
  static boolean mayHoldLocked(MemorySegment records, long from, long to) {
    int half = (int) (to - from >>> 4);
    MemorySegment low = records.asSlice(from, to - from);
    long seen = 0;
    // two at a time, or the compiler does not make vectors of them
    for (int i = 0; i < half; i++) {
      seen |= low.get(RAW, 8L * i) | low.get(RAW, 8L * i + 8L * half);
    }
    if ((to - from & 8) != 0) {
      seen |= records.get(RAW, to - 8);
    }
    return (seen & EntryCopy.RAW_LOCK) != 0;
  }
}
