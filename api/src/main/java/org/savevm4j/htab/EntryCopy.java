// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.savevm4j.hpt.Hpte;

/**
 * Copies entries of a table whose guest may change them meanwhile, and judges the copy: an entry
 * may have been locked, emptied or torn when it was copied. All memory is native.
 */
final class EntryCopy {

  /** The lock bit of a doubleword 0 that was read in native byte order. */
  static final long RAW_LOCK = raw(Hpte.V_LOCK);

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private final long mask;
  private final long told;

  EntryCopy(LapForm form) {
    this.mask = raw(form.mask());
    this.told = raw(form.told());
  }

  /** Copies entries as they stand; answers how many of them to the first that is not valid. */
  int copy(MemorySegment table, long from, MemorySegment buffer, long to, int count) {
    if (count <= 0) {
      return 0;
    }
    MemorySegment.copy(table, from, buffer, to, (long) count * HtabRecord.ENTRY_BYTES);
    return wrong(buffer, to, count) == 0 ? count : valid(buffer, to, count);
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
