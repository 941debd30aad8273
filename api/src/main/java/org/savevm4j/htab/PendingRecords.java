// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.SlotBitmap;

/**
 * Counts the bytes of records that are not emitted yet, from the maps alone: 16 for each valid slot
 * and 8 for each record, which begins wherever a run does.
 */
final class PendingRecords {

  private long bytes;
  private long entries;
  private long lastWord = -1;
  private long lastValid;
  private long lastInvalid;

  /** Nothing counted yet. */
  PendingRecords() {}

  /**
   * What a first lap from {@code firstSlot} on has to say. Reads the whole map, 1/128 of the table.
   */
  static PendingRecords ofOccupied(HashPageTable table, long firstSlot) {
    PendingRecords pending = new PendingRecords();
    SlotBitmap occupied = table.occupied();
    long mask = -1L << firstSlot;
    for (long word = firstSlot >>> 6; word < occupied.words(); word++, mask = -1L) {
      long valid = occupied.word(word) & mask;
      if (valid != 0) {
        pending.add(word, valid, 0);
      }
    }
    return pending;
  }

  /** What a later lap has to say of the words before {@code endWord}. */
  void addDirty(DirtyMarks marks, SlotBitmap occupied, long endWord) {
    marks.forEachWord(
        endWord,
        (word, dirty) -> {
          long valid = occupied.word(word);
          add(word, dirty & valid, dirty & ~valid);
        });
  }

  /** Bytes of all that was added. */
  long bytes() {
    return bytes;
  }

  /** Valid slots among all that was added. */
  long entries() {
    return entries;
  }

  /** Counts changed slots of a word; words come in ascending order. */
  void add(long word, long valid, long invalid) {
    boolean follows = word == lastWord + 1;
    long validBefore = valid << 1 | (follows ? lastValid >>> 63 : 0);
    long invalidBefore = invalid << 1 | (follows ? lastInvalid >>> 63 : 0);
    long starts = valid & ~validBefore | invalid & ~(validBefore | invalidBefore);
    int full = Long.bitCount(valid);
    entries += full;
    bytes +=
        (long) HtabRecord.ENTRY_BYTES * full
            + (long) HtabRecord.HEADER_BYTES * Long.bitCount(starts);
    lastWord = word;
    lastValid = valid;
    lastInvalid = invalid;
  }
}
