// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.SlotBitmap;

/**
 * Words of slots whose marks were taken and whose entries are to be read. Taking many words before
 * any entry is read lets the reads overlap; what one call leaves over, the next goes on with.
 */
final class SlotBatch {

  /** 16384 slots, at most 384 KiB of records. */
  static final int WORDS = 256;

  /** Fewer words a batch in a first lap, whose records then stay in the cache next to the core. */
  private static final int FIRST_LAP_WORDS = 32;

  /** Words that are passed over at most, so that an empty table too is left in good time. */
  private static final int SCAN_WORDS = 1 << 16;

  private final DirtyMarks marks;
  private final SlotBitmap occupied;
  private final MemorySegment memory;
  private final long[] words = new long[WORDS];
  private final long[] bits = new long[WORDS];
  private int size;
  private int next;

  /** Keeps what was read ahead from being optimised away. */
  private long unusedReadAhead;

  SlotBatch(DirtyMarks marks, HashPageTable table) {
    this.marks = marks;
    this.occupied = table.occupied();
    this.memory = table.memory();
  }

  /** Whether nothing is left of it. */
  boolean isEmpty() {
    return next == size;
  }

  /** Number of the word that comes next. */
  long word() {
    return words[next];
  }

  /** Slots of that word which are left to do, a bit each. */
  long bits() {
    return bits[next];
  }

  /** Leaves {@code left} of that word to do; none leads to the next word. */
  void leave(long left) {
    bits[next] = left;
    if (left == 0) {
      next++;
    }
  }

  /**
   * Adds words to {@code records} up to the first that does not go the usual way.
   *
   * @param judged whether slots may have become empty
   */
  void addTo(RecordBuffer records, boolean judged) {
    int end = next;
    while (end < size && (!judged || (bits[end] & ~occupied.word(words[end])) == 0)) {
      end++;
    }
    next = records.addWords(memory, words, bits, next, end);
  }

  /**
   * Takes the next occupied slots and their marks, since all of each word will be read.
   *
   * @param from the slot to begin at
   * @return the first word that was not looked at
   */
  long takeOccupied(long from) {
    size = 0;
    next = 0;
    long word = from >>> 6;
    long mask = -1L << from;
    long end = Math.min(occupied.words(), word + SCAN_WORDS);
    for (; word < end && size < FIRST_LAP_WORDS; word++, mask = -1L) {
      marks.take(word, mask);
      long slots = occupied.word(word) & mask;
      if (slots != 0) {
        words[size] = word;
        bits[size++] = slots;
      }
    }
    return word;
  }

  /**
   * Takes the next marks, from {@code word} on, and reads ahead what they lead to: each read alone
   * would wait for memory, all together wait once.
   *
   * @return the first word that was not looked at
   */
  long takeDirty(long word) {
    next = 0;
    size = marks.takeNext(word, words, bits);
    VarHandle.fullFence();
    long seen = 0;
    for (int i = 0; i < size; i++) {
      seen ^= occupied.word(words[i]);
    }
    for (int i = 0; i < size; i++) {
      for (long left = bits[i]; left != 0; left &= left - 1) {
        long slot = (words[i] << 6) + Long.numberOfTrailingZeros(left);
        seen ^= memory.get(ValueLayout.JAVA_LONG_UNALIGNED, slot * HtabRecord.ENTRY_BYTES);
      }
    }
    unusedReadAhead = seen;
    return size < WORDS ? marks.words() : words[size - 1] + 1;
  }

  /** Counts what is left of it. */
  void count(PendingRecords pending) {
    for (int i = next; i < size; i++) {
      long valid = occupied.word(words[i]);
      pending.add(words[i], bits[i] & valid, bits[i] & ~valid);
    }
  }
}
