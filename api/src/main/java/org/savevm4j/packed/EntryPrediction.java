// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

/**
 * What an entry is expected to be, from its slot and the entry before it in the block.
 *
 * <p>A slot's group is the hash of the entry's virtual page, and the hash is an exclusive or of
 * segment and page number (Power ISA 2.07, Book III-S, 5.7.7). So in one segment the group tells
 * the page number but for a constant; its high bits are in doubleword 0, and where pages lie in
 * memory as in the segment, as in a kernel's linear mapping, it tells the real page number in
 * doubleword 1 too. With the group taken off and the predecessor's rest as the constant, nothing is
 * left of such an entry.
 *
 * <pre>
 *   rest0 = dword0 ^ page0(group)         told: rest0 ^ rest0 of the entry before, 0 at first
 *   rest1 = dword1 ^ page1(group)         told: rest1 ^ rest1 of the entry before, 0 at first
 *
 *                     page0                     page1
 *   L = 0 (4 KiB)     (group >> 11) << 7        group << 12
 *   L = 1 (64 KiB)    (group >> 7) << 7         group << 16
 * </pre>
 *
 * <p>Every value of an entry can be told, whatever it means; L with another page size, or an entry
 * in its secondary group, is only expected worse. {@code page0} leaves bit L, 0x4, alone, so a
 * reader knows it before it knows the rest. One object serves one block.
 */
final class EntryPrediction {

  private static final long LARGE = 0x4;
  private static final int GROUP_SHIFT = 3;
  private static final int SMALL_PAGE_SHIFT = 12;
  private static final int LARGE_PAGE_SHIFT = 16;

  /** Doubleword 0 holds the virtual address without its low 23 bits, from bit 7 on. */
  private static final int AVPN_AT = 7;

  private static final int AVPN_SHIFT = 23;

  private long rest0;
  private long rest1;

  /** What is told of doubleword 0; comes before {@link #tell1}. */
  long tell0(long slot, long dword0) {
    long rest = dword0 ^ page0(slot >>> GROUP_SHIFT, dword0);
    long told = rest ^ rest0;
    rest0 = rest;
    return told;
  }

  /** What is told of doubleword 1. */
  long tell1(long slot, long dword0, long dword1) {
    long rest = dword1 ^ page1(slot >>> GROUP_SHIFT, dword0);
    long told = rest ^ rest1;
    rest1 = rest;
    return told;
  }

  /** Doubleword 0 from what was told of it. */
  long dword0(long slot, long told) {
    rest0 ^= told;
    return rest0 ^ page0(slot >>> GROUP_SHIFT, rest0);
  }

  /** Doubleword 1 from what was told of it. */
  long dword1(long slot, long dword0, long told) {
    rest1 ^= told;
    return rest1 ^ page1(slot >>> GROUP_SHIFT, dword0);
  }

  private static long page0(long group, long dword0) {
    return group >>> AVPN_SHIFT - pageShift(dword0) << AVPN_AT;
  }

  private static long page1(long group, long dword0) {
    return group << pageShift(dword0);
  }

  private static int pageShift(long dword0) {
    return (dword0 & LARGE) == 0 ? SMALL_PAGE_SHIFT : LARGE_PAGE_SHIFT;
  }
}
