// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
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

  /** Bytes of a word's entries in the table. */
  static final long WORD_BYTES = (long) Long.SIZE * HtabRecord.ENTRY_BYTES;

  /** Words of a first lap that are taken together: 16 KiB of table. */
  private static final int TOGETHER = 16;

  /**
   * Slots from which on a batch of a first lap takes no more words: their entries and records stay
   * in the cache of the core.
   */
  private static final int FIRST_LAP_SLOTS = 544;

  /** For how many slots a full word counts there: it is copied at once, the more the faster. */
  private static final int FULL_WORD_COUNTS = 2;

  /** Fewer slots a word than this are far apart: the processor does not foresee which come next. */
  private static final int SPARSE = 8;

  /** Words that are passed over at most, so that an empty table too is left in good time. */
  private static final int SCAN_WORDS = 1 << 12;

  private final DirtyMarks marks;
  private final SlotBitmap occupied;
  private final MemorySegment memory;
  private final ReadAhead readAhead;
  private final Words words = new Words();
  private int size;

  /** Whether one of its slots was taken back once, so that all are looked at one by one. */
  private boolean careful;

  private int next;

  /** Words with slots to tell; each array has one element a word. */
  static final class Words {

    /** Numbers of the words, ascending. */
    final long[] numbers = new long[WORDS];

    /** Slots, a bit each. */
    final long[] slots = new long[WORDS];

    /** Those of {@link #slots} that are empty. */
    final long[] empty = new long[WORDS];

    /** Whether what is near a slot is of the batch too, and soon read. */
    boolean dense;
  }

  SlotBatch(DirtyMarks marks, HashPageTable table) {
    this.marks = marks;
    this.occupied = table.occupied();
    this.memory = table.memory();
    this.readAhead = new ReadAhead(memory);
  }

  /** Whether nothing is left of it. */
  boolean isEmpty() {
    return next == size;
  }

  /** Number of the word that comes next. */
  long word() {
    return words.numbers[next];
  }

  /** Slots of that word which are left to do, a bit each. */
  long bits() {
    return words.slots[next];
  }

  /** Leaves {@code left} of that word to do; none leads to the next word. */
  void leave(long left) {
    words.slots[next] = left;
    words.empty[next] &= left;
    if (left == 0) {
      next++;
    }
  }

  /**
   * Adds words to {@code records} the fast way, up to the first that it does not take. If an entry
   * may have been locked, or a slot was marked meanwhile, none is added, and no more of this batch.
   */
  void addTo(RecordBuffer records) {
    if (careful) {
      return;
    }
    int end = records.addWords(memory, words, next, size);
    if (records.mayHoldLocked() || isMarkedAgain(end)) {
      records.takeBack();
      careful = true;
    } else {
      next = end;
    }
  }

  /** Whether a slot of those before {@code end} was changed since its mark was taken. */
  private boolean isMarkedAgain(int end) {
    // the copies before the marks, which were set before what unlocked an entry
    VarHandle.acquireFence();
    long again = 0;
    for (int i = next; i < end; ) {
      int sameUpTo = summaryEnd(i, end);
      if (marks.mayHave(words.numbers[i])) {
        for (int j = i; j < sameUpTo; j++) {
          again |= marks.word(words.numbers[j]) & words.slots[j];
        }
      }
      i = sameUpTo;
    }
    return again != 0;
  }

  /** Index of the first word after {@code begin} with another summary, or {@code end}. */
  private int summaryEnd(int begin, int end) {
    long last = words.numbers[begin] | Long.SIZE - 1;
    if (words.numbers[end - 1] <= last) {
      return end;
    }
    int i = begin + 1;
    while (words.numbers[i] <= last) {
      i++;
    }
    return i;
  }

  /**
   * Takes the next occupied slots and their marks, since all of each word will be read, and reads
   * them ahead.
   *
   * @param from the slot to begin at
   * @return the first word that was not looked at
   */
  long takeOccupied(long from) {
    begin(true);
    long[] numbers = words.numbers;
    long[] slots = words.slots;
    long word = from >>> 6;
    long mask = -1L << from;
    long end = Math.min(occupied.words(), word + SCAN_WORDS);
    int found = 0;
    int full = 0;
    int apart = 0;
    while (word < end
        && found <= WORDS - TOGETHER
        && apart + full * FULL_WORD_COUNTS < FIRST_LAP_SLOTS) {
      long stop = Math.min(end, (word | TOGETHER - 1) + 1);
      if (marks.mayHave(word)) {
        takeMarks(word, mask, stop);
      }
      for (; word < stop; word++, mask = -1L) {
        // a plain read, which the compiler can do several of at a time: it comes after the fence,
        // or after the look at the summary, which is volatile
        long valid = occupied.peek(word) & mask;
        if (valid != 0) {
          numbers[found] = word;
          slots[found++] = valid;
          full += valid == -1L ? 1 : 0;
          apart += valid == -1L ? 0 : Long.bitCount(valid);
        }
      }
    }
    size = found;
    Arrays.fill(words.empty, 0, size, 0);
    int parts = size - full;
    if (size > 0 && 2L * parts >= word - numbers[0] && apart >= parts * SPARSE) {
      readAhead.lines(numbers[0], word);
    } else if (parts > full) {
      readAhead.entries(words, size);
    }
    return word;
  }

  /** Takes the marks of words in a first lap; one that is missed stays, and its slot goes again. */
  private void takeMarks(long begin, long mask, long end) {
    long taken = marks.take(begin, mask);
    for (long word = begin + 1; word < end; word++) {
      taken |= marks.take(word);
    }
    if (taken != 0) {
      // it holds up all reads behind it, so only where the package description asks for it
      VarHandle.fullFence();
    }
  }

  /**
   * Takes the next marks, from {@code word} on, and reads ahead what they lead to: each read alone
   * would wait for memory, all together wait once.
   *
   * @return the first word that was not looked at
   */
  long takeDirty(long word) {
    begin(false);
    size = marks.takeNext(word, words.numbers, words.slots);
    VarHandle.fullFence();
    for (int i = 0; i < size; i++) {
      words.empty[i] = words.slots[i] & ~occupied.word(words.numbers[i]);
    }
    readAhead.entries(words, size);
    return size < WORDS ? marks.words() : words.numbers[size - 1] + 1;
  }

  private void begin(boolean dense) {
    words.dense = dense;
    size = 0;
    next = 0;
    careful = false;
  }

  /** Counts what is left of it. */
  void count(PendingRecords pending) {
    for (int i = next; i < size; i++) {
      long valid = occupied.word(words.numbers[i]);
      pending.add(words.numbers[i], words.slots[i] & valid, words.slots[i] & ~valid);
    }
  }
}
