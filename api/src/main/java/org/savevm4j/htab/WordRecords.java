// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.stream.BigEndian;

/**
 * Records of words of one kind, a loop for each: a loop that does one thing is compiled to much
 * better code than one that chooses. Each loop opens a record where a slot does not follow on from
 * the last, and writes its header anew with each run, in the cache.
 *
 * <p>There is room for all words that are given, in the buffer and in a record that goes on through
 * them, and {@link #WIDE_BYTES} behind that and behind their entries in the table.
 */
final class WordRecords {

  /**
   * Bytes copied of a run that is not longer: to ask how long it is would cost more than to copy
   * them, if what is behind it is soon read anyway. Whatever is copied beyond the run is written
   * over by what comes next.
   */
  static final int WIDE_BYTES = 8 * HtabRecord.ENTRY_BYTES;

  private static final int WIDE = WIDE_BYTES / HtabRecord.ENTRY_BYTES;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private WordRecords() {}

  /** Words without empty slots in which no slot has a neighbour. */
  static void ofSingles(
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
    long next = nextOf(cursor);
    long records = 0;
    for (int i = begin; i < end; i++) {
      long left = slots[i];
      long base = numbers[i] << 6;
      do {
        long slot = base + Long.numberOfTrailingZeros(left);
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
    }
    cursor.validSlots += at - cursor.used - records * HtabRecord.HEADER_BYTES >> 4;
    cursor.used = at;
    cursor.header = open;
    cursor.index = first;
    cursor.valid = told;
    cursor.invalid = 0;
    cursor.records += records;
  }

  /** Words without empty slots, run by run. */
  static void ofRuns(
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
    long next = nextOf(cursor);
    long records = 0;
    for (int i = begin; i < end; i++) {
      long left = slots[i];
      long base = numbers[i] << 6;
      do {
        int start = Long.numberOfTrailingZeros(left);
        int run = Long.numberOfTrailingZeros(~(left >>> start));
        // clears the lowest run: adding its first bit carries through it
        left &= left + Long.lowestOneBit(left);
        long slot = base + start;
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
      } while (left != 0);
    }
    cursor.validSlots += at - cursor.used - records * HtabRecord.HEADER_BYTES >> 4;
    cursor.used = at;
    cursor.header = open;
    cursor.index = first;
    cursor.valid = told;
    cursor.invalid = 0;
    cursor.records += records;
  }

  /** Full words that follow on one another: one run. */
  static void ofFull(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor) {
    long slot = words.numbers[begin] << 6;
    if (slot != nextOf(cursor)) {
      cursor.header = cursor.used;
      cursor.used += HtabRecord.HEADER_BYTES;
      cursor.index = slot;
      cursor.valid = 0;
      cursor.invalid = 0;
      cursor.records++;
    }
    int count = end - begin << 6;
    long bytes = (long) count * HtabRecord.ENTRY_BYTES;
    MemorySegment.copy(table, slot * HtabRecord.ENTRY_BYTES, into, cursor.used, bytes);
    cursor.used += bytes;
    cursor.valid += count;
    cursor.validSlots += count;
    into.set(BigEndian.BE64, cursor.header, HtabRecord.encode(cursor.index, cursor.valid, 0));
  }

  /** Words that may have empty slots, slot by slot. */
  static void ofSlots(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor) {
    long[] numbers = words.numbers;
    long[] slots = words.slots;
    long[] empties = words.empty;
    long at = cursor.used;
    long open = cursor.header;
    long first = open == RecordCursor.NONE ? RecordCursor.NONE : cursor.index;
    int told = open == RecordCursor.NONE ? 0 : cursor.valid;
    int gone = open == RecordCursor.NONE ? 0 : cursor.invalid;
    long records = cursor.records;
    for (int i = begin; i < end; i++) {
      long base = numbers[i] << 6;
      long left = slots[i];
      long empty = empties[i];
      cursor.validSlots += Long.bitCount(left & ~empty);
      cursor.invalidSlots += Long.bitCount(empty);
      do {
        int start = Long.numberOfTrailingZeros(left);
        left &= left - 1;
        long slot = base + start;
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
  }

  /** The slot that the open record would go on with, if it is valid; none if none is open. */
  private static long nextOf(RecordCursor cursor) {
    boolean goesOn = cursor.header != RecordCursor.NONE && cursor.invalid == 0;
    return goesOn ? cursor.end() : RecordCursor.NONE;
  }
}
