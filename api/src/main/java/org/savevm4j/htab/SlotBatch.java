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

  /** Entries of a batch that are read ahead; where there are more, they stand close together. */
  private static final int AHEAD = 2048;

  /** Slots of a batch in a first lap: their entries and records stay in the cache of the core. */
  private static final int FIRST_LAP_SLOTS = 512;

  /** For how many slots a full word counts there: it is copied at once, the more the faster. */
  private static final int FULL_WORD_COUNTS = 2;

  /** Fewer slots a word than this are far apart: the processor does not foresee which come next. */
  private static final int SPARSE = 8;

  /** Slots of a word that are listed without asking how many there are. */
  private static final int STEP = 4;

  /** Where the processor stops reading ahead by itself, in bytes: it does not cross a page. */
  private static final long PAGE = 4096;

  /** Pages of a first lap's next batch, where slots stand close together. */
  private static final int NEXT_PAGES = 4;

  /** Cache lines of a page, in bytes, that make the processor read on by itself. */
  private static final int FIRST_LINES = 192;

  /** Bytes of a cache line. */
  private static final int LINE = 64;

  /** Words that are passed over at most, so that an empty table too is left in good time. */
  private static final int SCAN_WORDS = 1 << 12;

  private final DirtyMarks marks;
  private final SlotBitmap occupied;
  private final MemorySegment memory;
  private final Words words = new Words();
  private int size;

  /** Whether one of its slots was taken back once, so that all are looked at one by one. */
  private boolean careful;

  private int next;

  /** Where the entries to read ahead are, in bytes. */
  private final long[] ahead = new long[AHEAD + STEP];

  /** Keeps what was read ahead from being optimised away. */
  private long unusedReadAhead;

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
    if (words.dense) {
      readPagesAfter(words.numbers[size - 1]);
    }
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
    for (int i = next; i < end; i++) {
      long word = words.numbers[i];
      if (marks.mayHave(word)) {
        again |= marks.word(word) & words.slots[i];
      }
    }
    return again != 0;
  }

  /**
   * Takes the next occupied slots and their marks, since all of each word will be read; reads ahead
   * where they are far apart.
   *
   * @param from the slot to begin at
   * @return the first word that was not looked at
   */
  long takeOccupied(long from) {
    begin(true);
    long word = from >>> 6;
    long mask = -1L << from;
    long end = Math.min(occupied.words(), word + SCAN_WORDS);
    int count = 0;
    long taken = 0;
    for (; word < end && count < FIRST_LAP_SLOTS && size < WORDS; word++, mask = -1L) {
      if (marks.mayHave(word)) {
        // a mark that is missed stays, and its slot goes once more
        taken |= marks.take(word, mask);
      }
      long slots = occupied.word(word) & mask;
      if (slots != 0) {
        words.numbers[size] = word;
        words.empty[size] = 0;
        words.slots[size++] = slots;
        count += slots == -1L ? FULL_WORD_COUNTS : Long.bitCount(slots);
      }
    }
    if (taken != 0) {
      // it holds up all reads behind it, so only where the package description asks for it
      VarHandle.fullFence();
    }
    if (count < size * SPARSE) {
      readAhead();
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
    begin(false);
    size = marks.takeNext(word, words.numbers, words.slots);
    VarHandle.fullFence();
    for (int i = 0; i < size; i++) {
      words.empty[i] = words.slots[i] & ~occupied.word(words.numbers[i]);
    }
    readAhead();
    return size < WORDS ? marks.words() : words.numbers[size - 1] + 1;
  }

  /**
   * Reads what is to be copied, in a loop that does nothing else: copying alone has too few reads
   * under way at a time. Neither loop has a branch that is hard to guess, so that all reads
   * overlap.
   */
  private void readAhead() {
    int count = 0;
    for (int i = 0; i < size && count <= AHEAD - Long.SIZE; i++) {
      long first = words.numbers[i] << 6;
      long left = words.slots[i] & ~words.empty[i];
      int end = count + Long.bitCount(left);
      for (int at = count; at < end; at += STEP) {
        // those past the end are written over
        for (int j = at; j < at + STEP; j++) {
          ahead[j] = first + Long.numberOfTrailingZeros(left) << 4;
          left &= left - 1;
        }
      }
      count = end;
    }
    long seen = 0;
    for (int i = 0; i < count; i++) {
      seen ^= memory.get(ValueLayout.JAVA_LONG_UNALIGNED, ahead[i]);
    }
    unusedReadAhead = seen;
  }

  /**
   * Begins to read the pages after a word. A core waits at each page's first lines; so these wait
   * together, and while the records before them are looked at.
   */
  private void readPagesAfter(long word) {
    long first = (word + 1 << 10) + PAGE - 1 & -PAGE;
    long last = memory.byteSize() - NEXT_PAGES * PAGE;
    long at = Math.min(first, last);
    long seen = 0;
    for (int page = 0; page < NEXT_PAGES; page++) {
      for (int line = 0; line < FIRST_LINES; line += LINE) {
        seen ^= memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at + page * PAGE + line);
      }
    }
    unusedReadAhead = seen;
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
