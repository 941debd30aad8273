// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.Arena;

/**
 * Which slots changed since one reader last took their marks: a bit a slot, and a summary bit for
 * each word of those, so that a table in which little changed is walked in no time.
 *
 * <p>vCPUs {@link #mark} under the slot's entry lock; one reader takes. The order of the two levels
 * (vCPU: slot bit, then summary bit; reader: summary, then slot word) is what makes the checks
 * before the sets safe; see the package description.
 */
public final class DirtyMarks {

  private final SlotBitmap slots;
  private final SlotBitmap summary;

  DirtyMarks(long slotCount, Arena arena) {
    slots = new SlotBitmap(slotCount, arena);
    summary = new SlotBitmap(slots.words(), arena);
  }

  /** Marks a slot whose entry the caller has locked, or that the reader saw locked. */
  public void mark(long slot) {
    slots.set(slot);
    summary.set(slot >>> 6);
  }

  /**
   * Takes all marks of one word. Leaves the summary, which then says too much, never too little.
   */
  public long take(long word) {
    return take(word, -1L);
  }

  /** Takes those marks of a word that are in {@code mask}; leaves the summary too. */
  public long take(long word, long mask) {
    return slots.take(word, mask);
  }

  /**
   * Takes the marks of the next words that have any, from {@code from} on.
   *
   * @param words receives the numbers of the words, ascending
   * @param bits receives the marks of each; as long as {@code words}
   * @return how many words were taken; fewer than asked for means that the end was reached
   */
  public int takeNext(long from, long[] words, long[] bits) {
    int taken = 0;
    long next = from;
    while (taken < words.length && next < slots.words()) {
      int named = takeSummary(next, words, taken);
      next = named < words.length ? slots.words() : words[named - 1] + 1;
      taken = takeNamed(words, bits, taken, named);
    }
    return taken;
  }

  /** Takes summary bits from {@code from} on into {@code words[start...]}; answers its new end. */
  private int takeSummary(long from, long[] words, int start) {
    int named = start;
    long mask = -1L << from;
    for (long group = from >>> 6; group < summary.words(); group++, mask = -1L) {
      long dirty = summary.take(group, mask);
      for (; dirty != 0; dirty &= dirty - 1) {
        if (named == words.length) {
          summary.setAll(group, dirty);
          return named;
        }
        words[named++] = (group << 6) + Long.numberOfTrailingZeros(dirty);
      }
    }
    return named;
  }

  /** Takes the named words; drops those without a mark. */
  private int takeNamed(long[] words, long[] bits, int start, int end) {
    // a locked operation waits for its cache line alone, plain reads wait for many at once
    for (int i = start; i < end; i++) {
      bits[i] = slots.word(words[i]);
    }
    int taken = start;
    for (int i = start; i < end; i++) {
      long marks = bits[i] == 0 ? 0 : slots.take(words[i], -1L);
      if (marks != 0) {
        words[taken] = words[i];
        bits[taken++] = marks;
      }
    }
    return taken;
  }

  /** Shows each word below {@code endWord} that has marks to {@code visitor}; takes nothing. */
  public void forEachWord(long endWord, WordVisitor visitor) {
    for (long group = 0; group < summary.words() && group << 6 < endWord; group++) {
      for (long dirty = summary.word(group); dirty != 0; dirty &= dirty - 1) {
        long word = (group << 6) + Long.numberOfTrailingZeros(dirty);
        long marks = word < endWord ? slots.word(word) : 0;
        if (marks != 0) {
          visitor.visit(word, marks);
        }
      }
    }
  }

  /** Sees a word of marks. */
  @FunctionalInterface
  public interface WordVisitor {

    /** Slot {@code 64 word + i} is marked if bit {@code i} of {@code marks} is set. */
    void visit(long word, long marks);
  }

  /** This set with all marks taken; those of a change under way may come right after. */
  DirtyMarks cleared() {
    for (long group = 0; group < summary.words(); group++) {
      for (long dirty = summary.take(group, -1L); dirty != 0; dirty &= dirty - 1) {
        slots.take((group << 6) + Long.numberOfTrailingZeros(dirty), -1L);
      }
    }
    return this;
  }

  /** Number of words, each of 64 slots. */
  public long words() {
    return slots.words();
  }
}
