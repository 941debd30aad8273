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

  /** Bytes that are copied of a run of at most {@link #WIDE}. */
  static final int WIDE_BYTES = WIDE * HtabRecord.ENTRY_BYTES;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private final long mask;
  private final long told;

  EntryCopy(LapForm form) {
    this.mask = raw(form.mask());
    this.told = raw(form.told());
  }

  /** Whether runs of these slots are mostly longer than half of {@link #WIDE}. */
  static boolean hasLongRuns(long slots) {
    return Long.bitCount(slots) > 3 * Long.bitCount(slots & ~(slots << 1));
  }

  /** Copies one entry; answers 0 if it is to be told as valid. */
  long one(MemorySegment table, long from, MemorySegment buffer, long to) {
    long dword0 = table.get(RAW, from);
    buffer.set(RAW, to, dword0);
    buffer.set(RAW, to + Long.BYTES, table.get(RAW, from + Long.BYTES));
    return dword0 & mask ^ told;
  }

  /**
   * Copies a run of entries; answers 0 if all of them are to be told as valid. A run of at most
   * {@link #WIDE} is copied without asking how many they are, which is what makes it fast: whatever
   * is copied beyond it is written over by what comes next.
   *
   * @param longRuns whether to judge as many without asking; only a matter of speed
   */
  long run(
      MemorySegment table, long from, MemorySegment buffer, long to, int run, boolean longRuns) {
    if (run > WIDE) {
      MemorySegment.copy(table, from, buffer, to, (long) run * HtabRecord.ENTRY_BYTES);
      return wrong(buffer, to, run);
    }
    MemorySegment.copy(table, from, buffer, to, WIDE_BYTES);
    MemorySegment copy = buffer.asSlice(to, WIDE_BYTES);
    long wrong = judge(copy, 0) | judge(copy, 1) & 1 - run >> 31;
    wrong |= judge(copy, 2) & 2 - run >> 31 | judge(copy, 3) & 3 - run >> 31;
    if (longRuns || run > WIDE / 2) {
      wrong |= judge(copy, 4) & 4 - run >> 31 | judge(copy, 5) & 5 - run >> 31;
      wrong |= judge(copy, 6) & 6 - run >> 31 | judge(copy, 7) & 7 - run >> 31;
    }
    return wrong;
  }

  /** Copies entries as they stand; answers how many of them to the first that is not valid. */
  int copy(MemorySegment table, long from, MemorySegment buffer, long to, int count) {
    if (count <= 0) {
      return 0;
    }
    MemorySegment.copy(table, from, buffer, to, (long) count * HtabRecord.ENTRY_BYTES);
    return wrong(buffer, to, count) == 0 ? count : valid(buffer, to, count);
  }

  private long judge(MemorySegment copy, int entry) {
    return copy.get(RAW, (long) entry * HtabRecord.ENTRY_BYTES) & mask ^ told;
  }

  private long wrong(MemorySegment copy, long at, int count) {
    long wrong = 0;
    for (int i = 0; i < count; i++) {
      wrong |= copy.get(RAW, at + (long) i * HtabRecord.ENTRY_BYTES) & mask ^ told;
    }
    return wrong;
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
