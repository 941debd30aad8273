// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.hpt.Hpte;

/**
 * An entry as one line: slot, doubleword 0 and doubleword 1 in hexadecimal digits, always as many,
 * so that lines sort by slot; then what is worth a word, and the size of its page last.
 */
public final class EntryLine {

  /** Of an entry that no segment can have. */
  private static final String NO_SIZE = "?";

  private EntryLine() {}

  /** Such as {@code 00001880 40046e93b0001085 00001fa011961196 bolted 64K}. */
  public static String of(long slot, long dword0, long dword1) {
    return "%08x %016x %016x%s%s %s"
        .formatted(
            slot,
            dword0,
            dword1,
            (dword0 & Hpte.V_BOLTED) == 0 ? "" : " bolted",
            (dword0 & Hpte.V_SECONDARY) == 0 ? "" : " secondary",
            size(PageSize.of(dword0, dword1)));
  }

  /** The base page's size, and behind a slash the actual page's, where that is another. */
  static String size(@Nullable PageSize size) {
    if (size == null) {
      return NO_SIZE;
    }
    String base = bytes(size.baseShift());
    String actual = bytes(size.actualShift());
    return base.equals(actual) ? base : base + "/" + actual;
  }

  private static String bytes(int shift) {
    return (1L << shift % 10) + "BKMG".substring(shift / 10, shift / 10 + 1);
  }
}
