// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Records of whole words of slots, copied without a look at what is copied: all but a few slots of
 * a table go this way. Whoever calls it looks at the copy as a whole afterwards, and takes it back
 * if that may hold an entry that was locked ({@link #mayHoldLocked}), or if a slot was marked
 * meanwhile; why that is enough is in the description of {@code org.savevm4j.hpt}.
 */
final class WholeWords {

  /** More than the bytes of a word's records. */
  private static final long WORD_BYTES =
      (long) Long.SIZE * (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES);

  /** Slots of a word that make it dense. */
  private static final int DENSE = 32;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private WholeWords() {}

  /**
   * Adds words up to the first that has no room, or stands at the table's end.
   *
   * @param table its memory
   * @param words the words, ascending
   * @param begin the first of them to add
   * @param end the last one's successor
   * @param limit bytes of {@code into} that may be used
   * @return the first word that was not added, no slot of it
   */
  static int add(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor,
      long limit) {
    int last = end;
    // a wide copy from its last slot would leave the table
    while (last > begin
        && words.numbers[last - 1] + 1 << 10 > table.byteSize() - WordRecords.WIDE_BYTES) {
      last--;
    }
    int i = begin;
    while (i < last) {
      int room = roomFor(cursor, limit);
      if (room == 0) {
        break;
      }
      Kind kind = kindOf(words, i);
      int next = endOf(kind, words, i, Math.min(last, i + room));
      switch (kind) {
        case SINGLES -> WordRecords.ofSingles(table, words, i, next, into, cursor);
        case RUNS -> WordRecords.ofRuns(table, words, i, next, into, cursor);
        case FULL -> WordRecords.ofFull(table, words, i, next, into, cursor);
        case SLOTS -> WordRecords.ofSlots(table, words, i, next, into, cursor);
      }
      i = next;
    }
    return i;
  }

  /** Words that there is room for, and that one record could go on through. */
  private static int roomFor(RecordCursor cursor, long limit) {
    long inBuffer = (limit - WordRecords.WIDE_BYTES - cursor.used) / WORD_BYTES;
    int inRecord = HtabRecord.MAX_RUN - Math.max(cursor.valid, cursor.invalid) >> 6;
    return (int) Math.max(0, Math.min(inBuffer, inRecord));
  }

  private static Kind kindOf(SlotBatch.Words words, int i) {
    long slots = words.slots[i];
    if (words.empty[i] != 0) {
      return Kind.SLOTS;
    }
    if (slots == -1L) {
      return Kind.FULL;
    }
    if (!words.dense && Long.bitCount(slots) < DENSE) {
      return Kind.SLOTS;
    }
    return (slots & slots >>> 1) == 0 ? Kind.SINGLES : Kind.RUNS;
  }

  /** The first word after {@code begin} that is not of its kind; a full one must follow on too. */
  private static int endOf(Kind kind, SlotBatch.Words words, int begin, int end) {
    int i = begin + 1;
    while (i < end
        && kindOf(words, i) == kind
        && (kind != Kind.FULL || words.numbers[i] == words.numbers[i - 1] + 1)) {
      i++;
    }
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

  /** Of a word; each is copied in its own way. */
  private enum Kind {
    /** No slot has a neighbour, none is empty. */
    SINGLES,
    /** No empty slots; read as runs. */
    RUNS,
    /** All 64 slots, none empty. */
    FULL,
    /** Few slots, or some are empty; read one by one. */
    SLOTS
  }
}
