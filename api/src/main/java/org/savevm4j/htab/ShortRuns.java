// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;
import org.savevm4j.stream.BigEndian;

/**
 * Stores records of 1 to {@link #WIDE} entries into a table that nobody else sees, where the slots
 * behind them are empty: nearly all records of a first lap. The processor cannot foretell how long
 * such a run is, and a wrong guess takes longer than to store it. So all runs are stored alike, as
 * {@link #width} entries; those that are not the record's are stored as zeroes.
 *
 * <p>That is right because a slot whose bit in the map of occupied slots is clear holds zeroes, and
 * only over such slots are zeroes stored. The map is asked for each record, so it matters neither
 * whether the table was empty at first nor whether the records ascend. What is read in place of
 * entries that the record does not have are the records after it, which are there: a record near
 * the end of what is here is left alone.
 *
 * <p>The entries are judged as they are stored, and the answer is given for all of them: if one has
 * V = 0 or a bit that is not to be kept, the caller stores all of them again, with care. The first
 * storing does no harm then: the second one writes the same slots in the same order, and the others
 * were empty and are.
 *
 * <p>Owned by the incoming thread. All memory is native.
 */
final class ShortRuns {

  /** The most entries of a record that is stored here. */
  static final int WIDE = 8;

  private static final long WIDE_BYTES = WIDE * HtabRecord.ENTRY_BYTES;

  /** Bytes from a record's header on that may be read: as many entries, and the next header. */
  private static final long LOOKED_AT = 2 * HtabRecord.HEADER_BYTES + WIDE_BYTES;

  /** Records from whose mean length a {@link #width} is drawn. */
  private static final int ENOUGH = 64;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment memory;
  private final SlotBitmap occupied;
  private final long lastStart;

  /** V and the bits that are not to be kept, in native byte order. */
  private final long valid;

  private final long cleared;

  /** Entries stored of a run that is not longer; even, and only a matter of speed. */
  private int width = 2;

  private int records;
  private boolean sawOdd;

  /**
   * @param valid {@link Hpte#V_VALID} in native byte order
   * @param cleared bits of doubleword 0 that are not to be kept, in native byte order
   */
  ShortRuns(HashPageTable table, long valid, long cleared) {
    this.memory = table.memory();
    this.occupied = table.occupied();
    this.lastStart = table.geometry().slots() - WIDE;
    this.valid = valid;
    this.cleared = cleared;
  }

  /**
   * Stores records, up to the first that does not suit.
   *
   * @param begin of the first record in {@code from}
   * @param end of what may be looked at
   * @return bytes of the records stored
   */
  long store(MemorySegment from, long begin, long end) {
    long stop = end - LOOKED_AT;
    int count = 0;
    long valid = this.valid;
    long odd = 0;
    int least = width;
    long word = 0;
    long bits = occupied.peek(0);
    long at = begin;
    // the next header is got before a record's entries are: all else waits for where it begins
    long header = at <= stop ? from.get(BigEndian.BE64, at) : 0;
    while (at <= stop) {
      // n_invalid in the high half, so that one comparison tells whether it is 0
      long run = Integer.rotateRight((int) header, Short.SIZE) & 0xffffffffL;
      long slot = header >>> Integer.SIZE;
      // entries are stored two by two
      long stored = Math.max(run + 1 & ~1L, least);
      if (run == 0 || stored > WIDE || slot > lastStart) {
        break;
      }
      if (slot >>> 6 != word) {
        occupied.put(word, bits);
        word = slot >>> 6;
        bits = occupied.peek(word);
      }
      long ones = (1L << run) - 1;
      long behind = bits >>> slot >>> run;
      long with = bits | ones << slot;
      if ((slot & Long.SIZE - 1) + stored > Long.SIZE) {
        long next = occupied.peek(word + 1);
        behind |= next << 1 << ~slot >>> run;
        if ((behind & (1 << WIDE) - 1) == 0) {
          occupied.put(word, with);
          word++;
          bits = next;
          with = next | ones >>> 1 >>> ~slot;
        }
      }
      if ((behind & (1 << WIDE) - 1) != 0) {
        break;
      }
      bits = with;
      MemorySegment entries = from.asSlice(at + HtabRecord.HEADER_BYTES, WIDE_BYTES);
      MemorySegment slots = memory.asSlice(slot * HtabRecord.ENTRY_BYTES, WIDE_BYTES);
      at += HtabRecord.HEADER_BYTES + run * HtabRecord.ENTRY_BYTES;
      header = from.get(BigEndian.BE64, at);
      // past + 1 + i is negative, and its sign a mask of ones, if the record has an entry i
      long past = ~run;
      long dword0 = entries.get(RAW, 0);
      slots.set(RAW, 0, dword0);
      slots.set(RAW, 8, entries.get(RAW, 8));
      odd |= dword0 ^ valid;
      long mask1 = past + 2 >> Long.SIZE - 1;
      long dword1 = entries.get(RAW, 16) & mask1;
      slots.set(RAW, 16, dword1);
      slots.set(RAW, 24, entries.get(RAW, 24) & mask1);
      odd |= dword1 ^ mask1 & valid;
      if (stored > 2) {
        long mask2 = past + 3 >> Long.SIZE - 1;
        long dword2 = entries.get(RAW, 32) & mask2;
        slots.set(RAW, 32, dword2);
        slots.set(RAW, 40, entries.get(RAW, 40) & mask2);
        odd |= dword2 ^ mask2 & valid;
        long mask3 = past + 4 >> Long.SIZE - 1;
        long dword3 = entries.get(RAW, 48) & mask3;
        slots.set(RAW, 48, dword3);
        slots.set(RAW, 56, entries.get(RAW, 56) & mask3);
        odd |= dword3 ^ mask3 & valid;
        if (stored > 4) {
          long mask4 = past + 5 >> Long.SIZE - 1;
          long dword4 = entries.get(RAW, 64) & mask4;
          slots.set(RAW, 64, dword4);
          slots.set(RAW, 72, entries.get(RAW, 72) & mask4);
          odd |= dword4 ^ mask4 & valid;
          long mask5 = past + 6 >> Long.SIZE - 1;
          long dword5 = entries.get(RAW, 80) & mask5;
          slots.set(RAW, 80, dword5);
          slots.set(RAW, 88, entries.get(RAW, 88) & mask5);
          odd |= dword5 ^ mask5 & valid;
          if (stored > 6) {
            long mask6 = past + 7 >> Long.SIZE - 1;
            long dword6 = entries.get(RAW, 96) & mask6;
            slots.set(RAW, 96, dword6);
            slots.set(RAW, 104, entries.get(RAW, 104) & mask6);
            odd |= dword6 ^ mask6 & valid;
            long mask7 = past + 8 >> Long.SIZE - 1;
            long dword7 = entries.get(RAW, 112) & mask7;
            slots.set(RAW, 112, dword7);
            slots.set(RAW, 120, entries.get(RAW, 120) & mask7);
            odd |= dword7 ^ mask7 & valid;
          }
        }
      }
      count++;
    }
    occupied.put(word, bits);
    records = count;
    sawOdd = (odd & (valid | cleared)) != 0;
    adapt(at - begin);
    return at - begin;
  }

  /** Records that the last call stored. */
  int records() {
    return records;
  }

  /** Whether one of their entries has V = 0 or a bit that is not to be kept. */
  boolean sawOdd() {
    return sawOdd;
  }

  /** Makes the width a quarter more than the mean run, which few runs are longer than. */
  private void adapt(long bytes) {
    if (records >= ENOUGH) {
      long headers = (long) records * HtabRecord.HEADER_BYTES;
      long entries = (bytes - headers) / HtabRecord.ENTRY_BYTES;
      width = (int) Math.min(WIDE, 2 * ((5 * entries + 8L * records - 1) / (8L * records)));
    }
  }
}
