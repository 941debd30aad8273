// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads what is to be copied, in loops that do nothing else: a core waits for memory only as long
 * as its window of instructions is full, and a loop that copies fills it before as many reads are
 * under way as there could be. No loop here has a branch that is hard to guess, so that all reads
 * overlap.
 */
final class ReadAhead {

  /** Entries that are read; where there are more, they stand close together. */
  private static final int ENTRIES = 2048;

  /** Slots of a word that are listed without asking how many there are. */
  private static final int STEP = 4;

  /** Where the processor stops reading on by itself, in bytes. */
  private static final long PAGE = 4096;

  /** Pages that are begun to be read. */
  private static final int NEXT_PAGES = 4;

  /** Bytes of a cache line. */
  private static final int LINE = 64;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment memory;

  /** Where the entries are, in bytes. */
  private final long[] list = new long[ENTRIES + STEP];

  /** Keeps what was read from being optimised away. */
  private long unused;

  /**
   * @param memory of the table
   */
  ReadAhead(MemorySegment memory) {
    this.memory = memory;
  }

  /** Reads the entries of slots that are not empty, for words whose slots are far apart. */
  void entries(SlotBatch.Words words, int size) {
    int count = 0;
    for (int i = 0; i < size && count <= ENTRIES - Long.SIZE; i++) {
      long first = words.numbers[i] << 6;
      long left = words.slots[i] & ~words.empty[i];
      int end = count + Long.bitCount(left);
      for (int at = count; at < end; at += STEP) {
        // those past the end are written over
        for (int j = at; j < at + STEP; j++) {
          list[j] = first + Long.numberOfTrailingZeros(left) << 4;
          left &= left - 1;
        }
      }
      count = end;
    }
    long seen = 0;
    for (int i = 0; i < count; i++) {
      seen ^= memory.get(RAW, list[i]);
    }
    unused = seen;
  }

  /**
   * Reads each cache line of words, and one in each of the pages behind them, in which the
   * processor then reads on by itself while records are made of these. Reads nothing where that
   * would be beyond the table's end.
   *
   * @param begin number of the first word
   * @param end number of the last one's successor
   */
  void lines(long begin, long end) {
    int half = (int) ((end - begin + 1) / 2 * SlotBatch.WORD_BYTES);
    long at = begin * SlotBatch.WORD_BYTES;
    long next = at + 2L * half;
    if (next > memory.byteSize() - NEXT_PAGES * PAGE) {
      return;
    }
    long seen = 0;
    for (int line = 0; line < half; line += LINE) {
      seen ^= memory.get(RAW, at + line) ^ memory.get(RAW, at + line + half);
    }
    for (int page = 0; page < NEXT_PAGES; page++) {
      seen ^= memory.get(RAW, next + page * PAGE);
    }
    unused = seen;
  }
}
