// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/** Which slots of a table are valid. The same in each run. */
enum Pattern {
  /** Each group's low 3 to 6 slots. */
  LOW('a'),

  /** Half of all, by chance. */
  HALF('b'),

  ALL('c'),

  /** Two percent, by chance. */
  FEW('d'),

  /** A real guest's table, again and again. */
  REAL('e');

  private static final long PAGE = 4096;
  private static final int FIFTY = 50;

  /** Real addresses of a guest with 1 TiB. */
  private static final long RPN = Hpte.R_RPN & (1L << 40) - 1;

  /** Bits of doubleword 1 that are the same in each: coherent memory, read and written. */
  private static final long MEMORY = 0x10 | Hpte.R_REFERENCED | 0x2;

  private final char letter;

  Pattern(char letter) {
    this.letter = letter;
  }

  /** The one of that letter. */
  static Pattern of(String letter) {
    return Arrays.stream(values())
        .filter(each -> letter.equals(String.valueOf(each.letter)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no pattern " + letter));
  }

  /** Its letter. */
  String letter() {
    return String.valueOf(letter);
  }

  /** Its name in a table of that size, such as 30a. */
  String name(int shift) {
    return shift + String.valueOf(letter);
  }

  /** Whether nearly every cache line has a valid entry, so that a first pass must read them all. */
  boolean isDense() {
    return this != FEW && this != REAL;
  }

  /** A table of {@code 1 << shift} bytes that is filled so; the caller frees it. */
  HashPageTable table(int shift) throws IOException {
    HashPageTable table = empty(shift);
    if (this == REAL) {
      RealTile.lay(table);
      return table;
    }
    SplittableRandom random = new SplittableRandom(letter);
    long slots = table.geometry().slots();
    for (long first = 0; first < slots; first += HptGeometry.SLOTS_PER_PTEG) {
      for (int valid = group(random); valid != 0; valid &= valid - 1) {
        store(table, first + Integer.numberOfTrailingZeros(valid), random.nextLong());
      }
    }
    return table;
  }

  /** A table without entries, all of its pages there; the caller frees it. */
  static HashPageTable empty(int shift) {
    HashPageTable table = new HashPageTable(new HptGeometry(shift), SparseArena.ofShared());
    for (long at = 0; at < table.geometry().bytes(); at += PAGE) {
      table.memory().set(ValueLayout.JAVA_BYTE, at, (byte) 0);
    }
    return table;
  }

  /** Stores a valid entry of a page of 4 KiB, drawn from {@code bits}, as a guest does. */
  static void store(HashPageTable table, long slot, long bits) {
    table.lock(slot);
    table.store(
        slot,
        bits & Hpte.V_AVPN & ~Hpte.V_SEGMENT | Hpte.V_VALID,
        Long.reverse(bits) & (RPN | Hpte.R_CHANGED) | MEMORY);
  }

  /** Draws the valid slots of a group, a bit each. */
  private int group(SplittableRandom random) {
    return switch (this) {
      case LOW -> (1 << random.nextInt(3, 7)) - 1;
      case HALF -> random.nextInt(1 << HptGeometry.SLOTS_PER_PTEG);
      case ALL -> (1 << HptGeometry.SLOTS_PER_PTEG) - 1;
      case FEW -> twoPercent(random);
      case REAL -> 0;
    };
  }

  private static int twoPercent(SplittableRandom random) {
    int valid = 0;
    for (int slot = 0; slot < HptGeometry.SLOTS_PER_PTEG; slot++) {
      valid |= random.nextInt(FIFTY) == 0 ? 1 << slot : 0;
    }
    return valid;
  }
}
