// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.stream.BigEndian;

/**
 * Records of words in which each group of slots is filled from its first one, as H_ENTER fills it
 * where it may choose: a record for each group that has entries, from a place that is known
 * beforehand. As in {@link RunRecords}, {@link RunRecords#WIDE} entries are copied of each, and
 * what is too much is written over.
 *
 * <p>What {@link WordRecords} says of room holds here too.
 */
final class GroupRecords {

  private static final int SLOTS = HptGeometry.SLOTS_PER_PTEG;

  private static final int GROUPS = Long.SIZE / SLOTS;

  private static final long GROUP_BYTES = (long) SLOTS * HtabRecord.ENTRY_BYTES;

  /** The first slot of each group. */
  private static final long FIRST = 0x0101_0101_0101_0101L;

  /** The slots of each group beyond {@link RunRecords#WIDE}. */
  private static final long BEYOND = ~(FIRST * ((1 << RunRecords.WIDE) - 1));

  private GroupRecords() {}

  /**
   * Whether each group has its first slots, {@link RunRecords#WIDE} at most, and no others; then no
   * record goes on from one to the next.
   */
  static boolean suits(long slots) {
    return (slots & BEYOND | slots & slots + FIRST) == 0;
  }

  /** Words without empty slots; the record that is open does not go on with the first of them. */
  static void of(
      MemorySegment table,
      SlotBatch.Words words,
      int begin,
      int end,
      MemorySegment into,
      RecordCursor cursor) {
    long at = cursor.used;
    long records = 0;
    long seen = 0;
    for (int i = begin; i < end; i++) {
      long left = words.slots[i];
      long slot = words.numbers[i] << 6;
      records += Long.bitCount(left & FIRST);
      MemorySegment word = table.asSlice(slot * HtabRecord.ENTRY_BYTES, SlotBatch.WORD_BYTES);
      for (int group = 0; group < GROUPS; group++) {
        int run = Long.bitCount(left & (1 << SLOTS) - 1);
        left >>>= SLOTS;
        MemorySegment record = into.asSlice(at, HtabRecord.HEADER_BYTES + RunRecords.WIDE_BYTES);
        record.set(BigEndian.BE64, 0, HtabRecord.encode(slot, run, 0));
        slot += SLOTS;
        MemorySegment entries = word.asSlice(group * GROUP_BYTES, RunRecords.WIDE_BYTES);
        seen |= RunRecords.putWide(entries, record);
        // the bit of 8 is set in 7 + run but for an empty group, which has no header
        at += (long) run * HtabRecord.ENTRY_BYTES + (run + 7 & HtabRecord.HEADER_BYTES);
      }
    }
    long slots = words.slots[end - 1];
    int last = (Long.SIZE - 1 - Long.numberOfLeadingZeros(slots)) & -SLOTS;
    int told = Long.bitCount(slots >>> last);
    long open = at - HtabRecord.HEADER_BYTES - (long) told * HtabRecord.ENTRY_BYTES;
    cursor.goOn(at, open, (words.numbers[end - 1] << 6) + last, told, records);
    cursor.seen |= seen;
  }
}
