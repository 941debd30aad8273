// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.stream.BigEndian;

/**
 * Records of words whose slots stand in runs. {@link #WIDE} entries are copied of each run that is
 * not longer: to ask how long it is would cost more than to copy them. What is too much is written
 * over by what comes next.
 *
 * <p>What {@link WordRecords} says of room holds here too.
 */
final class RunRecords {

  /** Entries that are copied of a run at least. */
  static final int WIDE = 6;

  /** Bytes of those. */
  static final long WIDE_BYTES = (long) WIDE * HtabRecord.ENTRY_BYTES;

  /** Bytes of a word's entries, and of what is read behind them. */
  private static final long ENTRIES = (long) (Long.SIZE - 1) * HtabRecord.ENTRY_BYTES + WIDE_BYTES;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private RunRecords() {}

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
    long next = cursor.next();
    long records = 0;
    long seen = 0;
    for (int i = begin; i < end; i++) {
      long valid = slots[i];
      long base = numbers[i] << 6;
      long starts = valid & ~(valid << 1);
      if (base == next && (valid & 1) != 0) {
        starts &= ~1L;
        int run = Long.numberOfTrailingZeros(~valid);
        seen |= copy(table, base * HtabRecord.ENTRY_BYTES, into, at, run);
        at += (long) run * HtabRecord.ENTRY_BYTES;
        told += run;
        into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
      }
      MemorySegment word = table.asSlice(base * HtabRecord.ENTRY_BYTES, ENTRIES);
      int runs = Long.bitCount(starts);
      long last = Long.highestOneBit(starts);
      for (int j = 0; j < runs; j++) {
        int start = Long.numberOfTrailingZeros(starts) & Long.SIZE - 1;
        starts &= starts - 1;
        int run = Long.numberOfTrailingZeros(~(valid >>> start));
        MemorySegment record = into.asSlice(at, HtabRecord.HEADER_BYTES + WIDE_BYTES);
        record.set(BigEndian.BE64, 0, HtabRecord.encode(base + start, run, 0));
        MemorySegment entries = word.asSlice((long) start * HtabRecord.ENTRY_BYTES, WIDE_BYTES);
        seen |= putWide(entries, record);
        if (run > WIDE) {
          long from = (base + start) * HtabRecord.ENTRY_BYTES;
          seen |= copy(table, from, into, at + HtabRecord.HEADER_BYTES, run);
        }
        at += HtabRecord.HEADER_BYTES + (long) run * HtabRecord.ENTRY_BYTES;
      }
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

  /** Full words that follow on one another: one run. */
  static void ofFull(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor) {
    long slot = words.numbers[begin] << 6;
    if (slot != cursor.next()) {
      cursor.begin(slot);
    }
    int count = end - begin << 6;
    cursor.seen |= copy(table, slot * HtabRecord.ENTRY_BYTES, into, cursor.used, count);
    cursor.used += (long) count * HtabRecord.ENTRY_BYTES;
    cursor.valid += count;
    cursor.validSlots += count;
    into.set(BigEndian.BE64, cursor.header, HtabRecord.encode(cursor.index, cursor.valid, 0));
  }

  /** Copies {@link #WIDE} entries behind a record's header; answers their doublewords 0, by OR. */
  static long putWide(MemorySegment entries, MemorySegment record) {
    long seen = 0;
    for (int i = 0; i < WIDE; i++) {
      long at = (long) i * HtabRecord.ENTRY_BYTES;
      long dword0 = entries.get(RAW, at);
      seen |= dword0;
      record.set(RAW, HtabRecord.HEADER_BYTES + at, dword0);
      record.set(RAW, HtabRecord.HEADER_BYTES + at + 8, entries.get(RAW, at + 8));
    }
    return seen;
  }

  /**
   * Copies a run; answers its doublewords, with one another by OR. Doublewords 1 are among them,
   * since that is faster than to tell them apart: it says too much of pages that are written
   * through.
   */
  private static long copy(MemorySegment table, long from, MemorySegment into, long at, int run) {
    long bytes = (long) run * HtabRecord.ENTRY_BYTES;
    MemorySegment.copy(table, from, into, at, bytes);
    MemorySegment copy = into.asSlice(at, bytes);
    long half = bytes / 2;
    long seen = 0;
    // two at a time, or the compiler does not make vectors of them
    for (int i = 0; i < run; i++) {
      seen |= copy.get(RAW, 8L * i) | copy.get(RAW, 8L * i + half);
    }
    return seen;
  }
}
