// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Copies entries of a table whose guest may change them meanwhile, and judges the copy: an entry
 * may have been locked, emptied or torn when it was copied. All memory is native.
 */
final class EntryCopy {

  /** Entries that are copied at once, of a short run. */
  static final int WIDE = 8;

  /** Bytes that {@link #copyWide} copies, whatever the run. */
  static final int WIDE_BYTES = WIDE * HtabRecord.ENTRY_BYTES;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private final long mask;
  private final long told;

  EntryCopy(LapForm form) {
    this.mask = raw(form.mask());
    this.told = raw(form.told());
  }

  /** Whether a doubleword 0, in native byte order, is of an entry that is to be told as valid. */
  boolean isTold(long rawDword0) {
    return (rawDword0 & mask) == told;
  }

  /**
   * Copies a run of at most {@link #WIDE} entries without asking how many they are, which is what
   * makes short runs fast: whatever is copied beyond them is written over by what comes next.
   * Judges the copy, not the table, which its guest may change meanwhile.
   *
   * @return entries up to the first that is not to be told as valid
   */
  int copyWide(MemorySegment table, long from, MemorySegment buffer, long to, int run) {
    MemorySegment.copy(table, from, buffer, to, WIDE_BYTES);
    MemorySegment copy = buffer.asSlice(to, WIDE_BYTES);
    long wrong = wrong(copy, 0) | wrong(copy, 1) & 1 - run >> 31;
    wrong |= wrong(copy, 2) & 2 - run >> 31 | wrong(copy, 3) & 3 - run >> 31;
    wrong |= wrong(copy, 4) & 4 - run >> 31 | wrong(copy, 5) & 5 - run >> 31;
    wrong |= wrong(copy, 6) & 6 - run >> 31 | wrong(copy, 7) & 7 - run >> 31;
    return wrong == 0 ? run : valid(buffer, to, run);
  }

  private long wrong(MemorySegment copy, int entry) {
    return copy.get(RAW, (long) entry * HtabRecord.ENTRY_BYTES) & mask ^ told;
  }

  /** Copies entries as they stand; answers how many of them to the first that is not valid. */
  int copy(MemorySegment table, long from, MemorySegment buffer, long to, int count) {
    if (count <= 0) {
      return 0;
    }
    MemorySegment.copy(table, from, buffer, to, (long) count * HtabRecord.ENTRY_BYTES);
    long wrong = 0;
    for (int i = 0; i < count; i++) {
      wrong |= buffer.get(RAW, to + (long) i * HtabRecord.ENTRY_BYTES) & mask ^ told;
    }
    return wrong == 0 ? count : valid(buffer, to, count);
  }

  private int valid(MemorySegment buffer, long at, int count) {
    int good = 0;
    while (good < count
        && (buffer.get(RAW, at + (long) good * HtabRecord.ENTRY_BYTES) & mask) == told) {
      good++;
    }
    return good;
  }

  private static long raw(long bigEndian) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
        ? bigEndian
        : Long.reverseBytes(bigEndian);
  }
}
