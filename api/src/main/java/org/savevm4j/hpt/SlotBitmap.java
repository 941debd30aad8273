// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A bit for every slot, off heap, in words of 64 bits in native byte order. Bit {@code i} of word
 * {@code w} is slot {@code 64 w + i}. Any thread; each call is atomic.
 */
public final class SlotBitmap {

  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment words;
  private final long count;

  /**
   * A map with all bits clear.
   *
   * @param slots how many bits
   * @param arena gives zeroed memory and is shared; the map is usable until it closes
   */
  public SlotBitmap(long slots, Arena arena) {
    this.count = (slots + 63) >>> 6;
    this.words = arena.allocate(count * Long.BYTES, 64);
  }

  /** {@return the number of words} */
  public long words() {
    return count;
  }

  /**
   * {@return the word as it stands}
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   */
  public long word(long word) {
    return (long) WORD.getVolatile(words, word << 3);
  }

  /**
   * {@return whether the slot's bit is set} Another thread may change it meanwhile.
   *
   * @param slot 0 to the number of slots less one
   */
  public boolean get(long slot) {
    return (word(slot >>> 6) & 1L << slot) != 0;
  }

  /**
   * {@return the first slot from {@code from} on whose bit is set, or {@code to} if there is none
   * below it} Bits that other threads change meanwhile are seen or not.
   *
   * @param from 0 to the number of slots
   * @param to at most the number of slots
   */
  public long next(long from, long to) {
    long mask = -1L << from;
    for (long word = from >>> 6; word << 6 < to; word++, mask = -1L) {
      long slots = word(word) & mask;
      if (slots != 0) {
        return Math.min(to, (word << 6) + Long.numberOfTrailingZeros(slots));
      }
    }
    return to;
  }

  /**
   * Sets the bit. A bit that is seen set is not written, which keeps its cache line shared.
   *
   * @param slot 0 to the number of slots less one
   * @return false if it was seen set
   */
  public boolean set(long slot) {
    long bit = 1L << slot;
    if ((word(slot >>> 6) & bit) != 0) {
      return false;
    }
    WORD.getAndBitwiseOr(words, slot >>> 6 << 3, bit);
    return true;
  }

  /**
   * Clears the bit; atomic towards the other bits of its word.
   *
   * @param slot 0 to the number of slots less one
   */
  public void clear(long slot) {
    long bit = 1L << slot;
    if ((word(slot >>> 6) & bit) != 0) {
      WORD.getAndBitwiseAnd(words, slot >>> 6 << 3, ~bit);
    }
  }

  /**
   * Sets {@code bits} of a word.
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   * @param bits those to set; others stay
   */
  public void setAll(long word, long bits) {
    WORD.getAndBitwiseOr(words, word << 3, bits);
  }

  /**
   * {@return the word as it stands} A plain read: for a map that nobody else sees, or after a fence
   * of the caller.
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   */
  public long peek(long word) {
    return words.get(ValueLayout.JAVA_LONG, word << 3);
  }

  /**
   * Makes the {@code mask} of a word {@code bits}. Not atomic: for a map that nobody else sees.
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   * @param mask bits that are changed
   * @param bits what they become
   */
  public void put(long word, long mask, long bits) {
    long before = words.get(ValueLayout.JAVA_LONG, word << 3);
    words.set(ValueLayout.JAVA_LONG, word << 3, before & ~mask | bits);
  }

  /**
   * Makes a word {@code bits}. Not atomic: for a map that nobody else sees.
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   * @param bits the whole word
   */
  public void put(long word, long bits) {
    words.set(ValueLayout.JAVA_LONG, word << 3, bits);
  }

  /**
   * Clears the {@code bits} of a word and answers which of them were set.
   *
   * @param word number of the word; bit {@code i} of it stands for slot {@code 64 word + i}
   * @param bits those to clear
   * @return those of them that were set
   */
  public long take(long word, long bits) {
    if ((word(word) & bits) == 0) {
      return 0;
    }
    return bits & (long) WORD.getAndBitwiseAnd(words, word << 3, ~bits);
  }
}
