// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HptGeometry;

/**
 * What a running guest can be asked to do with its table as a whole.
 *
 * @param shift log2 of the bytes of the table that is wanted for {@link Kind#RESIZE}; 0 for others
 */
public record GuestEvent(Kind kind, int shift) {

  /** What the guest does; where it is that already, it does nothing. */
  public enum Kind {
    /** Has its table replaced by one of another size. */
    RESIZE(1),
    /** Gives its table up and becomes radix. */
    RADIX(2),
    /** Becomes hash again, with an empty table of the size that the machine boots with. */
    HASH(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final int KIND_SHIFT = 8;
  private static final long SHIFT_FIELD = (1L << KIND_SHIFT) - 1;

  public static final GuestEvent RADIX = new GuestEvent(Kind.RADIX, 0);
  public static final GuestEvent HASH = new GuestEvent(Kind.HASH, 0);

  public GuestEvent {
    if (kind == Kind.RESIZE && (shift < HptGeometry.MIN_SHIFT || shift > HptGeometry.MAX_SHIFT)) {
      throw new IllegalArgumentException("no table has 2^" + shift + " bytes");
    }
  }

  /** A table of 2^{@code shift} bytes; whether the guest may have it, the machine decides. */
  public static GuestEvent resizeTo(int shift) {
    return new GuestEvent(Kind.RESIZE, shift);
  }

  /** How guest RAM says it: {@code 63:8 kind | 7:0 shift}; never 0. */
  long word() {
    return (long) kind.code << KIND_SHIFT | shift;
  }

  /** What a word in guest RAM says; null if nothing of this guest's. */
  static @Nullable GuestEvent ofWord(long word) {
    long shift = word & SHIFT_FIELD;
    for (Kind kind : Kind.values()) {
      boolean known = kind != Kind.RESIZE || isShift(shift);
      if (word >>> KIND_SHIFT == kind.code && known) {
        return new GuestEvent(kind, (int) shift);
      }
    }
    return null;
  }

  private static boolean isShift(long shift) {
    return shift >= HptGeometry.MIN_SHIFT && shift <= HptGeometry.MAX_SHIFT;
  }
}
