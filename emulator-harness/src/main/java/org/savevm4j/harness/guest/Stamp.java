// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.memory.GuestRam;

/**
 * What a process leaves in a page that it writes: four marks of 16 bytes, two in each of two of the
 * page's 4 KiB pieces, at places that follow from the address. A mark is two big-endian
 * doublewords:
 *
 * <pre>
 *   0   63:44 context | 43:32 index in the page table | 31:0 number of the write
 *   8   the same, all bits inverted, xor the mark's real address
 * </pre>
 *
 * <p>Thus a page that is older than it should be, lies elsewhere, or is another's, shows.
 */
final class Stamp {

  private static final int MARKS = 4;

  /** Context of what is in the cache's pages: none that a process has. */
  private static final int CACHE_CONTEXT = 0xfffff;

  private Stamp() {}

  /** What goes into a page at the write of this number. Never 0, for contexts begin at 1. */
  static long of(int context, int index, long write) {
    return (long) context << 44 | (long) index << 32 | write & 0xffffffffL;
  }

  /** What is in a page of the cache. */
  static long ofCache(int cacheFrame) {
    return of(CACHE_CONTEXT, cacheFrame, 1);
  }

  /** Writes the stamp into the page at {@code pageRa}. */
  static void write(GuestRam ram, long pageRa, long stamp) {
    for (int i = 0; i < MARKS; i++) {
      long ra = pageRa + offset(stamp, i);
      ram.putBe64(ra, stamp);
      ram.putBe64(ra + 8, ~stamp ^ ra);
    }
  }

  /**
   * The real address of the first wrong mark in the page at {@code pageRa}; -1 if all are right.
   */
  static long firstWrong(GuestRam ram, long pageRa, long stamp) {
    for (int i = 0; i < MARKS; i++) {
      long ra = pageRa + offset(stamp, i);
      if (ram.getBe64(ra) != stamp || ram.getBe64(ra + 8) != (~stamp ^ ra)) {
        return ra;
      }
    }
    return -1;
  }

  /** Where a mark is: the number of the write has no say, so that rewriting dirties little. */
  private static long offset(long stamp, int mark) {
    long mixed = (stamp >>> 32) * 0x9e3779b97f4a7c15L;
    long first = mixed >>> 60;
    long second = first + 1 + (mixed >>> 56 & 0xf) % 15 & 0xf;
    long place = (mixed >>> (mark & 1) * 8 + 32 & 0x7f) << 4;
    return (mark < 2 ? first : second) << 12 | (mark & 1) << 11 | place;
  }
}
