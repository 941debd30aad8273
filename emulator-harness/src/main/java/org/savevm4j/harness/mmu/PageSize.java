// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.Hpte;

/**
 * A size of page: the base size, which the segment sets and the hash uses, and the actual size,
 * which the entry sets and which says how much it maps.
 */
public enum PageSize {
  BASE_4K(12, 12, 0x000, 0),
  BASE_4K_ACTUAL_64K(12, 16, 0x000, 0x7),
  BASE_4K_ACTUAL_16M(12, 24, 0x000, 0x38),
  BASE_64K(16, 16, 0x110, 0x1),
  BASE_64K_ACTUAL_16M(16, 24, 0x110, 0x8),
  BASE_16M(24, 24, 0x100, 0x0),
  BASE_16G(34, 34, 0x120, 0x3);

  /** L and LP of an SLB's vsid word. */
  private static final long SLB_MASK = 0x130;

  private static final PageSize[] ALL = values();

  private final int baseShift;
  private final int actualShift;
  private final long slbBits;
  private final long encoding;

  PageSize(int baseShift, int actualShift, long slbBits, long encoding) {
    this.baseShift = baseShift;
    this.actualShift = actualShift;
    this.slbBits = slbBits;
    this.encoding = encoding << 12;
  }

  /** The size of an entry, whatever its segment; null if it has none that the machine knows. */
  public static @Nullable PageSize of(long dword0, long dword1) {
    for (PageSize size : ALL) {
      if (size.isOf(dword0, dword1)) {
        return size;
      }
    }
    return null;
  }

  /** The size of an entry found in a segment of that vsid word; null if it has none there. */
  public static @Nullable PageSize inSegment(long vsidWord, long dword0, long dword1) {
    for (PageSize size : ALL) {
      if ((vsidWord & SLB_MASK) == size.slbBits && size.isOf(dword0, dword1)) {
        return size;
      }
    }
    return null;
  }

  /** log2 of the base page that a segment of that vsid word has; -1 if L and LP are reserved. */
  public static int baseShift(long vsidWord) {
    for (PageSize size : ALL) {
      if ((vsidWord & SLB_MASK) == size.slbBits) {
        return size.baseShift;
      }
    }
    return -1;
  }

  /** log2 of the base page's bytes. */
  public int baseShift() {
    return baseShift;
  }

  /** log2 of the actual page's bytes. */
  public int actualShift() {
    return actualShift;
  }

  /** L and LP in place, as an SLB's vsid word has them. */
  public long slbBits() {
    return slbBits;
  }

  /** L in place, as doubleword 0 has it. */
  public long dword0Bits() {
    return this == BASE_4K ? 0 : Hpte.V_LARGE;
  }

  /**
   * The actual size's encoding in place, in the low bits of the RPN of doubleword 1, which a page
   * of this size does not need.
   */
  public long dword1Bits() {
    return encoding;
  }

  private boolean isOf(long dword0, long dword1) {
    if ((dword0 & Hpte.V_LARGE) == 0) {
      return this == BASE_4K;
    }
    return this != BASE_4K && (dword1 & ((1L << actualShift) - 1) & Hpte.R_RPN) == encoding;
  }
}
