// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One state of a test: a table of its own, and who works on it. A vCPU's part is the project's code
 * as it is: {@link HashPageTable#lock} and {@link HashPageTable#store}. The saver's part takes and
 * sets marks, and reads, by the project's code too; the steps around that are those of {@code
 * HtabEmitter}, written down again because its buffer is too large to have one in each state.
 */
abstract class RacedTable {

  static final int SLOT = 5;
  static final int OTHER_SLOT = 6;

  static final long OLD_0 = 0x1100L << 7 | Hpte.V_VALID;
  static final long OLD_1 = 0x11000L | Hpte.R_REFERENCED;
  static final long NEW_0 = 0x2200L << 7 | Hpte.V_VALID;
  static final long NEW_1 = 0x22000L | Hpte.R_CHANGED;
  static final long OTHER_0 = 0x3300L << 7 | Hpte.V_VALID;
  static final long OTHER_1 = 0x33000L | Hpte.R_NO_EXECUTE;

  private static final ValueLayout.OfLong BE64 =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

  final HashPageTable table = FirstGroupArena.newTable();

  /** The saver's set, once it has opened one. */
  DirtyMarks marks;

  /** What the saver's lap found in each slot. */
  private final String[] seen = new String[HptGeometry.SLOTS_PER_PTEG];

  private final long[] words = new long[2];
  private final long[] bits = new long[2];

  /** A table that a saver has opened a set on. */
  RacedTable() {
    this(true);
  }

  /**
   * @param opened whether the saver has opened its set already
   */
  RacedTable(boolean opened) {
    marks = opened ? table.tracking().open() : null;
  }

  /** The saver opens its set and begins with its first lap. */
  final void openAndFirstLap() {
    marks = table.tracking().open();
    firstLap();
  }

  /** A vCPU that is wrong: it looks which sets are open before it locks the entry. */
  final void storeHavingLooked(int slot, long dword0, long dword1) {
    List<DirtyMarks> open = table.tracking().sets();
    table.lock(slot);
    table.memory().set(BE64, slot * 16L + 8, dword1);
    table.occupied().set(slot);
    open.forEach(set -> set.mark(slot));
    table.unlock(slot, dword0);
  }

  /** A vCPU replaces or inserts an entry; or, with V = 0, removes it. */
  final void store(int slot, long dword0, long dword1) {
    table.lock(slot);
    table.store(slot, dword0, dword1);
  }

  /** The saver takes what changed and reads it. */
  final void laterLap() {
    int taken = takeDirty();
    VarHandle.fullFence();
    for (int i = 0; i < taken; i++) {
      addSlots(words[i] << 6, bits[i], true);
    }
  }

  /** The first lap comes to the word, reads its marks away, and puts what is occupied. */
  final void firstLap() {
    addSlots(0, takeOccupied(), true);
  }

  /**
   * The first lap copies the word without a look, then asks of the copy as a whole whether an entry
   * was locked, and of the marks whether one was changed; if so, it begins anew, slot by slot.
   *
   * @param looksAtMarks whether it asks the marks
   */
  final void firstLapInWholeWords(boolean looksAtMarks) {
    long occupied = takeOccupied();
    boolean odd = false;
    for (long left = occupied; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left);
      long dword0 = table.memory().get(BE64, slot * 16L);
      long dword1 = table.memory().get(BE64, slot * 16L + 8);
      odd |= (dword0 & Hpte.V_LOCK) != 0;
      seen[slot] = (dword0 & Hpte.V_VALID) != 0 ? name(dword0, dword1) : "an entry without V";
    }
    VarHandle.acquireFence();
    odd |= looksAtMarks && marks.mayHave(0) && (marks.word(0) & occupied) != 0;
    if (odd) {
      addSlots(0, occupied, true);
    }
  }

  /** Takes the word's marks, if there may be any, and answers what is occupied. */
  private long takeOccupied() {
    if (marks.mayHave(0) && marks.take(0) != 0) {
      VarHandle.fullFence();
    }
    return table.occupied().peek(0);
  }

  /** A saver that is wrong: it leaves alone what it saw locked. */
  final void laterLapWithoutMarkingAgain() {
    int taken = takeDirty();
    VarHandle.fullFence();
    for (int i = 0; i < taken; i++) {
      addSlots(words[i] << 6, bits[i], false);
    }
  }

  /** A saver that is wrong: it reads the entry first and takes its mark then. */
  final void laterLapThatReadsFirst() {
    addSlots(0, table.occupied().word(0), true);
    VarHandle.fullFence();
    takeDirty();
  }

  /** "untold", "locked", "empty", "torn", or which entry it was. */
  final String seen(int slot) {
    return seen[slot] == null ? "untold" : seen[slot];
  }

  /** Takes the marks of the slots that the next lap would find; once all actors are done. */
  final long takeMarks() {
    long marks = 0;
    for (int taken = takeDirty(); taken > 0; taken--) {
      marks |= words[taken - 1] == 0 ? bits[taken - 1] : 0;
    }
    return marks;
  }

  /** "marked" or "clean". */
  static String mark(long marks, int slot) {
    return (marks & 1L << slot) != 0 ? "marked" : "clean";
  }

  /** Names the entry that stands in a slot, which nobody changes now. */
  final String entry(int slot) {
    return name(table.dword0(slot), table.dword1(slot));
  }

  static String name(long dword0, long dword1) {
    if (dword0 == OLD_0 && dword1 == OLD_1) {
      return "old";
    } else if (dword0 == OLD_0 && dword1 == (OLD_1 | Hpte.R_CHANGED)) {
      return "changed";
    } else if (dword0 == NEW_0 && dword1 == NEW_1) {
      return "new";
    } else if (dword0 == OTHER_0 && dword1 == OTHER_1) {
      return "other";
    }
    return dword0 == 0 && dword1 == 0 ? "empty" : "torn";
  }

  final int takeDirty() {
    return marks.takeNext(0, words, bits);
  }

  private void addSlots(long firstSlot, long slots, boolean markAgain) {
    for (long left = slots; left != 0; left &= left - 1) {
      int slot = (int) firstSlot + Long.numberOfTrailingZeros(left);
      long dword0 = table.dword0(slot);
      if ((dword0 & Hpte.V_LOCK) != 0) {
        seen[slot] = "locked";
        if (markAgain) {
          marks.mark(slot);
        }
      } else if ((dword0 & Hpte.V_VALID) != 0) {
        seen[slot] = name(dword0, table.dword1(slot));
      } else {
        seen[slot] = "empty";
      }
    }
  }
}
