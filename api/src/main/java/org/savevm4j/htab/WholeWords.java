// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;

/**
 * Records of whole words of slots, copied without a look at what is copied: all but a few slots of
 * a table go this way. Whoever calls it looks at the copy as a whole afterwards, and takes it back
 * if {@link RecordCursor#seen} tells of an entry that was locked, or if a slot was marked
 * meanwhile; why that is enough is in the description of {@code org.savevm4j.hpt}.
 */
final class WholeWords {

  /** More than the bytes of a word's records. */
  private static final long WORD_BYTES =
      (long) Long.SIZE * (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES);

  /** Slots of a word that make it dense. */
  private static final int DENSE = 32;

  /** Slots of a word from which on it is worth to copy entry by entry, or group by group. */
  private static final int MANY = 16;

  /** The mean run from which on it is better to copy runs than entries. */
  private static final int LONG = 3;

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
    if (last > begin
        && words.numbers[last - 1] + 1 << 10 > table.byteSize() - RunRecords.WIDE_BYTES) {
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
        case GROUPS -> {
          if (cursor.next() == words.numbers[i] << 6) {
            // it goes on with the open record, which no other of them does
            next = i + 1;
            RunRecords.of(table, words, i, next, into, cursor);
          } else {
            GroupRecords.of(table, words, i, next, into, cursor);
          }
        }
        case RUNS -> {
          if (areShort(words.slots[i])) {
            EntryRecords.of(table, words, i, next, into, cursor);
          } else {
            RunRecords.of(table, words, i, next, into, cursor);
          }
        }
        case FULL -> RunRecords.ofFull(table, words, i, next, into, cursor);
        case SLOTS -> WordRecords.ofSlots(table, words, i, next, into, cursor);
      }
      i = next;
    }
    return i;
  }

  /** Words that there is room for, and that one record could go on through. */
  private static int roomFor(RecordCursor cursor, long limit) {
    long inBuffer = (limit - EntryRecords.ROOM - cursor.used) / WORD_BYTES;
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
    int count = Long.bitCount(slots);
    if (!words.dense && count < DENSE) {
      return Kind.SLOTS;
    }
    if ((slots & slots << 1) == 0) {
      return Kind.SINGLES;
    }
    return count >= MANY && GroupRecords.suits(slots) ? Kind.GROUPS : Kind.RUNS;
  }

  /**
   * Whether there are so many runs that are so short. The first word decides for all that are taken
   * with it, since to ask each takes longer than what a wrong answer costs.
   */
  private static boolean areShort(long slots) {
    int count = Long.bitCount(slots);
    return count >= MANY && count < LONG * Long.bitCount(slots & ~(slots << 1));
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

  /** Of a word; each is copied in its own way. */
  private enum Kind {
    /** No slot has a neighbour, none is empty. */
    SINGLES,
    /** What {@link GroupRecords#suits} says; none is empty. */
    GROUPS,
    /** None is empty. */
    RUNS,
    /** All 64 slots, none empty. */
    FULL,
    /** Few slots, or some are empty; read one by one. */
    SLOTS
  }
}
