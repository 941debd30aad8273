// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;
import org.savevm4j.stream.BigEndian;

/**
 * Stores records of 1 to {@link #WIDE} entries, without empty slots, into a table that nobody else
 * sees: nearly all records of a first lap. The processor cannot foretell how long such a run is,
 * and a wrong guess takes longer than to store it. So runs are stored alike, as {@link #width}
 * entries, or the next of four counts that holds a longer one; in place of entries that a record
 * does not have, its first one is stored where that belongs, once more. That touches no other cache
 * line than the record's entries do, and no slot that the record does not name.
 *
 * <p>What bounds the loop is how many lines the processor gets at a time: those of the stores that
 * wait, of which it holds about a hundred. So a width is small, and so is the number of variables:
 * one that finds no register is stored too, and waits among the entries. Entries written out one by
 * one, and not in loops, were compiled to code with such variables.
 *
 * <p>The entries are judged as they are stored, and the answer is given for all of them: if one has
 * V = 0 or a bit that is not to be kept, the caller stores all of them again, with care. The first
 * storing does no harm then: the second one writes the same slots in the same order.
 *
 * <p>Owned by the incoming thread. All memory is native.
 */
final class ShortRuns {

  /** The most entries of a record that is stored here, and the largest width. */
  static final int WIDE = 8;

  /** The other widths; docs/benchmarks.md tells why. */
  private static final int ONE = 1;

  private static final int FEW = 3;

  private static final int MANY = 6;

  private static final long WIDE_BYTES = WIDE * HtabRecord.ENTRY_BYTES;

  /**
   * A record of the most entries and the header behind it, so that slices have a constant length.
   */
  private static final long LOOKED_AT = 2 * HtabRecord.HEADER_BYTES + WIDE_BYTES;

  /** Records from whose mean length a {@link #width} is drawn. */
  private static final int ENOUGH = 64;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment memory;
  private final SlotBitmap occupied;

  /** The last slot from which a slice of {@link #WIDE} is inside the table. */
  private final long lastStart;

  /** V and the bits that are not to be kept, in native byte order. */
  private final long valid;

  private final long cleared;

  /** Entries stored of a run that is not longer: ONE, FEW, MANY or WIDE; a matter of speed. */
  private int width = FEW;

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
    long all = -1;
    long any = 0;
    long word = 0;
    long bits = occupied.peek(0);
    long at = begin;
    int count = 0;
    int least = width;
    // the next header is got before a record's entries are: all else waits for where it begins
    long header = at <= stop ? from.get(BigEndian.BE64, at) : 0;
    while (at <= stop) {
      // n_invalid in the high half, so that run > WIDE tells whether it is not 0
      long run = Integer.rotateRight((int) header, Short.SIZE) & 0xffffffffL;
      long slot = header >>> Integer.SIZE;
      if (run < 1 || run > WIDE || slot > lastStart) {
        break;
      }
      if (slot >>> 6 != word) {
        occupied.put(word, bits);
        word = slot >>> 6;
        bits = occupied.peek(word);
      }
      long ones = (1L << run) - 1;
      bits |= ones << slot;
      if ((slot & Long.SIZE - 1) + run > Long.SIZE) {
        occupied.put(word, bits);
        word++;
        bits = occupied.peek(word) | ones >>> 1 >>> ~slot;
      }
      MemorySegment entries = from.asSlice(at + HtabRecord.HEADER_BYTES, WIDE_BYTES);
      MemorySegment slots = memory.asSlice(slot * HtabRecord.ENTRY_BYTES, WIDE_BYTES);
      // last, and this order, are for the compiler: so all that changes stays in registers
      long last = (run - 1) * HtabRecord.ENTRY_BYTES;
      long stored = Math.max(run, least);
      at += HtabRecord.HEADER_BYTES + last + HtabRecord.ENTRY_BYTES;
      header = from.get(BigEndian.BE64, at);
      // an entry i that the record does not have becomes entry 0: the sign of i - run is the mask
      for (int i = 0; i < ONE; i++) {
        long to = i - run >> Long.SIZE - 1 & 16L * i;
        long dword0 = entries.get(RAW, to);
        slots.set(RAW, to, dword0);
        slots.set(RAW, to + 8, entries.get(RAW, to + 8));
        all &= dword0;
        any |= dword0;
      }
      if (stored > ONE) {
        for (int i = ONE; i < FEW; i++) {
          long to = i - run >> Long.SIZE - 1 & 16L * i;
          long dword0 = entries.get(RAW, to);
          slots.set(RAW, to, dword0);
          slots.set(RAW, to + 8, entries.get(RAW, to + 8));
          all &= dword0;
          any |= dword0;
        }
        if (stored > FEW) {
          for (int i = FEW; i < MANY; i++) {
            long to = i - run >> Long.SIZE - 1 & 16L * i;
            long dword0 = entries.get(RAW, to);
            slots.set(RAW, to, dword0);
            slots.set(RAW, to + 8, entries.get(RAW, to + 8));
            all &= dword0;
            any |= dword0;
          }
          if (stored > MANY) {
            for (int i = MANY; i < WIDE; i++) {
              long to = i - run >> Long.SIZE - 1 & 16L * i;
              long dword0 = entries.get(RAW, to);
              slots.set(RAW, to, dword0);
              slots.set(RAW, to + 8, entries.get(RAW, to + 8));
              all &= dword0;
              any |= dword0;
            }
          }
        }
      }
      count++;
    }
    occupied.put(word, bits);
    records = count;
    sawOdd = (~all & valid | any & cleared) != 0;
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

  /** Draws the width from the mean run, so that most runs are not longer. */
  private void adapt(long bytes) {
    if (records >= ENOUGH) {
      long headers = (long) records * HtabRecord.HEADER_BYTES;
      long entries = (bytes - headers) / HtabRecord.ENTRY_BYTES;
      double mean = (double) entries / records;
      width = mean < 1.125 ? ONE : mean < 8 / 3.0 ? FEW : mean <= 5 ? MANY : WIDE;
    }
  }
}
