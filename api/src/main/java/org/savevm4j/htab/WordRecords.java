// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.stream.BigEndian;

/**
 * Records of words of one kind, a loop for each: a loop that does one thing is compiled to much
 * better code than one that chooses. Each loop opens a record where a slot does not follow on from
 * the last, and writes its header anew with each slot, in the cache.
 *
 * <p>There is room for all words that are given, in the buffer and in a record that goes on through
 * them, and {@link EntryRecords#ROOM} behind that, and {@link RunRecords#WIDE_BYTES} behind their
 * entries in the table. Each loop gives the cursor all doublewords 0 that it read.
 */
final class WordRecords {

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
    long next = cursor.next();
    long records = 0;
    long seen = 0;
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
        long dword0 = table.get(RAW, from);
        seen |= dword0;
        into.set(RAW, at, dword0);
        into.set(RAW, at + Long.BYTES, table.get(RAW, from + Long.BYTES));
        at += HtabRecord.ENTRY_BYTES;
        told++;
        next = slot + 1;
        into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
      } while (left != 0);
    }
    cursor.goOn(at, open, first, told, records);
    cursor.seen |= seen;
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
    long seen = 0;
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
        long dword0 = table.get(RAW, from);
        seen |= dword0 & none - 1L;
        into.set(RAW, at, dword0);
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
    cursor.seen |= seen;
  }
}
