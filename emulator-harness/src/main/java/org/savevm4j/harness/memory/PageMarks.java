// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import java.lang.foreign.Arena;
import org.savevm4j.hpt.SlotBitmap;

/**
 * Which pages were stored to since a saver last took their marks: a bit a page, a summary bit for
 * each word of those, and a top bit for each word of the summary, so that RAM of any size of which
 * little changed is walked in no time: the top has a word for 1 GiB of RAM.
 *
 * <p>Any thread marks; one saver at a time takes. Words are of 64 pages: page {@code 64 word + i}
 * is bit {@code i}. Why no mark is lost is in the package description.
 */
public final class PageMarks {

  private final SlotBitmap pages;
  private final SlotBitmap summary;
  private final SlotBitmap top;

  /**
   * A set without marks.
   *
   * @param arena gives zeroed memory and is shared; the set is usable until it closes
   */
  PageMarks(long pageCount, Arena arena) {
    pages = new SlotBitmap(pageCount, arena);
    summary = new SlotBitmap(pages.words(), arena);
    top = new SlotBitmap(summary.words(), arena);
  }

  /**
   * Marks a page. Its bit is set without a look at it: a look could be done before the store is
   * seen by others, find a bit that the saver takes right after, and the saver would read the page
   * as it was.
   */
  void mark(long page) {
    markAll(page >>> 6, 1L << page);
  }

  /** Marks those pages of a word whose bits are set in {@code bits}, of which there are some. */
  public void markAll(long word, long bits) {
    pages.setAll(word, bits);
    summary.set(word);
    top.set(word >>> 6);
  }

  /** The first word from {@code from} on that has marks, or {@link #words} if none has. */
  public long next(long from) {
    long word = from;
    while (word < pages.words()) {
      long group = top.next(word >>> 6, summary.words());
      long end = Math.min(pages.words(), group + 1 << 6);
      word = summary.next(Math.max(word, group << 6), end);
      // a summary bit may say too much, where a mark raced with its taking
      if (word < end && pages.word(word) != 0) {
        return word;
      }
      word = Math.min(end, word + 1);
    }
    return pages.words();
  }

  /** Takes the marks of a word. */
  public long take(long word) {
    long group = word >>> 6;
    top.take(group >>> 6, 1L << group);
    summary.take(group, 1L << word);
    if (summary.word(group) != 0) {
      // other words of the group: those that were marked after this look set the bit themselves
      top.set(group);
    }
    return pages.take(word, -1L);
  }

  /** How many pages are marked now. */
  public long count() {
    long marked = 0;
    for (long word = next(0); word < words(); word = next(word + 1)) {
      marked += Long.bitCount(pages.word(word));
    }
    return marked;
  }

  /** Number of words. */
  public long words() {
    return pages.words();
  }
}
