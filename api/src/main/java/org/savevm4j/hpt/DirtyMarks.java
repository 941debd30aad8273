// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.Arena;

/**
 * Which slots changed since one reader last took their marks: a bit a slot, a summary bit for each
 * word of those, and a top bit for each word of the summary, so that a table of any size in which
 * little changed is walked in no time: its top has a word for 4 MiB of table.
 *
 * <p>vCPUs {@link #mark} under the slot's entry lock; one reader takes. The order of the levels
 * (vCPU: slot bit, summary bit, top bit; reader: top, summary, slot word) is what makes the checks
 * before the sets safe; see the package description.
 */
public final class DirtyMarks {

  private final SlotBitmap slots;
  private final SlotBitmap summary;
  private final SlotBitmap top;

  DirtyMarks(long slotCount, Arena arena) {
    slots = new SlotBitmap(slotCount, arena);
    summary = new SlotBitmap(slots.words(), arena);
    top = new SlotBitmap(summary.words(), arena);
  }

  /**
   * Marks a slot whose entry the caller has locked, or that the reader saw locked. A mark that is
   * there already says that the two levels above it are, or that the reader is on its way to it.
   *
   * @param slot 0 to the number of slots less one
   */
  public void mark(long slot) {
    if (slots.set(slot)) {
      summary.set(slot >>> 6);
      top.set(slot >>> 12);
    }
  }

  /**
   * {@return the marks of a word as they stand}
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   */
  public long word(long word) {
    return slots.word(word);
  }

  /**
   * {@return whether words of this one's group of 64 may have marks} Asks the summary alone: a mark
   * whose setter has not let go of its entry yet may be missed, any other is not.
   *
   * @param word number of any word of the group
   */
  public boolean mayHave(long word) {
    return summary.word(word >>> 6) != 0;
  }

  /**
   * Takes all marks of one word. Leaves the summary, which then says too much, never too little.
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   * @return the marks that were taken
   */
  public long take(long word) {
    return take(word, -1L);
  }

  /**
   * Takes those marks of a word that are in {@code mask}; leaves the summary too.
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   * @param mask bits that may be taken
   * @return the marks that were taken
   */
  public long take(long word, long mask) {
    return slots.take(word, mask);
  }

  /**
   * Takes the marks of the next words that have any, from {@code from} on.
   *
   * @param from number of the first word to look at
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
    long first = from >>> 6;
    long topMask = -1L << first;
    for (long high = first >>> 6; high < top.words(); high++, topMask = -1L) {
      for (long left = top.take(high, topMask); left != 0; left &= left - 1) {
        long group = (high << 6) + Long.numberOfTrailingZeros(left);
        named = takeGroup(group, group == first ? -1L << from : -1L, words, named);
        if (summary.word(group) != 0) {
          // what comes before from, or has no room any more
          top.set(group);
        }
        if (named == words.length) {
          top.setAll(high, left & left - 1);
          return named;
        }
      }
    }
    return named;
  }

  /** Takes one word of the summary; puts back what has no room. */
  private int takeGroup(long group, long mask, long[] words, int start) {
    int named = start;
    long dirty = summary.take(group, mask);
    for (; dirty != 0 && named < words.length; dirty &= dirty - 1) {
      words[named++] = (group << 6) + Long.numberOfTrailingZeros(dirty);
    }
    if (dirty != 0) {
      summary.setAll(group, dirty);
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

  /**
   * Shows each word below {@code endWord} that has marks to {@code visitor}; takes nothing.
   *
   * @param endWord number of the first word that is not shown
   * @param visitor called in ascending order, on this thread
   */
  public void forEachWord(long endWord, WordVisitor visitor) {
    for (long high = 0; high < top.words() && high << 12 < endWord; high++) {
      for (long groups = top.word(high); groups != 0; groups &= groups - 1) {
        visitGroup((high << 6) + Long.numberOfTrailingZeros(groups), endWord, visitor);
      }
    }
  }

  private void visitGroup(long group, long endWord, WordVisitor visitor) {
    for (long dirty = summary.word(group); dirty != 0; dirty &= dirty - 1) {
      long word = (group << 6) + Long.numberOfTrailingZeros(dirty);
      long marks = word < endWord ? slots.word(word) : 0;
      if (marks != 0) {
        visitor.visit(word, marks);
      }
    }
  }

  /** Sees a word of marks. */
  @FunctionalInterface
  public interface WordVisitor {

    /**
     * Slot {@code 64 word + i} is marked if bit {@code i} of {@code marks} is set.
     *
     * @param word number of the word
     * @param marks not 0
     */
    void visit(long word, long marks);
  }

  /** This set with all marks taken; those of a change under way may come right after. */
  DirtyMarks cleared() {
    for (long high = 0; high < top.words(); high++) {
      for (long groups = top.take(high, -1L); groups != 0; groups &= groups - 1) {
        long group = (high << 6) + Long.numberOfTrailingZeros(groups);
        for (long dirty = summary.take(group, -1L); dirty != 0; dirty &= dirty - 1) {
          slots.take((group << 6) + Long.numberOfTrailingZeros(dirty), -1L);
        }
      }
    }
    return this;
  }

  /** {@return the number of words, each of 64 slots} */
  public long words() {
    return slots.words();
  }
}
