// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;

/**
 * Entries that one vCPU used last, one for each value of the low bits of a page's number. Only that
 * vCPU's thread uses it, or anyone while the guest is paused. Finding allocates nothing.
 *
 * <p>What it holds may be stale; {@link #count} tells.
 */
final class TranslationCache {

  /** Lines, a power of two. */
  static final int LINES = 64;

  private final long[] pages = new long[LINES];
  private final long[] vsidWords = new long[LINES];
  private final long[] slots = new long[LINES];
  private final long[] dword1s = new long[LINES];
  private final long[] counts = new long[LINES];

  /** log2 of the actual page; 0 for a line that holds nothing. */
  private final int[] pageShifts = new int[LINES];

  private @Nullable HashPageTable table;

  /**
   * Drops everything unless it came from {@code current}. A table that was replaced never becomes
   * current again, and while it is kept here no other can be taken for it.
   */
  void use(HashPageTable current) {
    if (table != current) {
      table = current;
      Arrays.fill(pageShifts, 0);
    }
  }

  /**
   * The line that holds a page, or -1.
   *
   * @param page effective address, divided by the size of the base page
   * @param vsidWord of the page's segment, now
   */
  int find(long page, long vsidWord) {
    int line = (int) page & (LINES - 1);
    boolean hit = pageShifts[line] != 0 && pages[line] == page && vsidWords[line] == vsidWord;
    return hit ? line : -1;
  }

  /**
   * Keeps an entry for a page, in place of another.
   *
   * @param count what {@link Invalidations#count} of its slot was before the entry was read
   * @param dword1 with R, and C if that is known to be set
   */
  void put(long page, long vsidWord, FoundEntry entry, long count, long dword1) {
    int line = (int) page & (LINES - 1);
    pages[line] = page;
    vsidWords[line] = vsidWord;
    slots[line] = entry.slot();
    dword1s[line] = dword1;
    counts[line] = count;
    pageShifts[line] = entry.pageShift();
  }

  long slot(int line) {
    return slots[line];
  }

  long dword1(int line) {
    return dword1s[line];
  }

  /** A line is stale if the count of its slot is another by now. */
  long count(int line) {
    return counts[line];
  }

  int pageShift(int line) {
    return pageShifts[line];
  }
}
