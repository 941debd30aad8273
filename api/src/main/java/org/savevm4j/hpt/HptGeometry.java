// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

/**
 * The size of a table and what follows from it.
 *
 * @param shift log2 of the table's bytes, {@value #MIN_SHIFT} to {@value #MAX_SHIFT}
 */
public record HptGeometry(int shift) {

  /** 256 KiB, the smallest table that the architecture has. */
  public static final int MIN_SHIFT = 18;

  /** 64 GiB: 2^32 slots, the most that a 32-bit slot number reaches. */
  public static final int MAX_SHIFT = 36;

  /** The largest shift that the header word of a stream may name, 64 TiB. */
  public static final int MAX_HEADER_SHIFT = 46;

  /** Entries in a group that one hash selects. */
  public static final int SLOTS_PER_PTEG = 8;

  /**
   * Refuses a shift that no table has.
   *
   * @throws IllegalArgumentException if it is not {@value #MIN_SHIFT} to {@value #MAX_SHIFT}
   */
  public HptGeometry {
    if (shift < MIN_SHIFT || shift > MAX_SHIFT) {
      throw new IllegalArgumentException(
          "shift " + shift + " is not in " + MIN_SHIFT + " to " + MAX_SHIFT);
    }
  }

  /** {@return the size of the table in bytes} */
  public long bytes() {
    return 1L << shift;
  }

  /** {@return the number of slots, at most 2^32} */
  public long slots() {
    return 1L << (shift - 4);
  }

  /** {@return the number of groups less one: the bits of a hash that select a group} */
  public long ptegMask() {
    return (1L << (shift - 7)) - 1;
  }
}
