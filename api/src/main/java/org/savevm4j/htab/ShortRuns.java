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
 * and a wrong guess takes longer than to store it. So all runs are stored alike, as {@link #width}
 * entries; in place of those that a record does not have, its first entry is stored where that
 * belongs, once more. That touches no other cache line than the record's entries do, which counts
 * most, and no slot that the record does not name.
 *
 * <p>The entries are judged as they are stored, and the answer is given for all of them: if one has
 * V = 0 or a bit that is not to be kept, the caller stores all of them again, with care. The first
 * storing does no harm then: the second one writes the same slots in the same order.
 *
 * <p>Owned by the incoming thread. All memory is native.
 */
final class ShortRuns {

  /** The most entries of a record that is stored here. */
  static final int WIDE = 8;

  private static final long WIDE_BYTES = WIDE * HtabRecord.ENTRY_BYTES;

  /** Bytes that are there from a record's header on, so that slices have a constant length. */
  private static final long LOOKED_AT = 2 * HtabRecord.HEADER_BYTES + WIDE_BYTES;

  /** Records from whose mean length a {@link #width} is drawn. */
  private static final int ENOUGH = 64;

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment memory;
  private final SlotBitmap occupied;

  /** The last slot behind which a slice of {@link #WIDE} is inside the table. */
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
      bits |= ones << slot;
      if ((slot & Long.SIZE - 1) + run > Long.SIZE) {
        occupied.put(word, bits);
        word++;
        bits = occupied.peek(word) | ones >>> 1 >>> ~slot;
      }
      MemorySegment entries = from.asSlice(at + HtabRecord.HEADER_BYTES, WIDE_BYTES);
      MemorySegment slots = memory.asSlice(slot * HtabRecord.ENTRY_BYTES, WIDE_BYTES);
      at += HtabRecord.HEADER_BYTES + run * HtabRecord.ENTRY_BYTES;
      header = from.get(BigEndian.BE64, at);
      // an entry i that the record does not have becomes entry 0: the sign of i - run is the mask.
      // The same eight times without these loops was compiled to slower code.
      for (int i = 0; i < 2; i++) {
        long to = i - run >> Long.SIZE - 1 & 16L * i;
        long dword0 = entries.get(RAW, to);
        slots.set(RAW, to, dword0);
        slots.set(RAW, to + 8, entries.get(RAW, to + 8));
        odd |= dword0 ^ valid;
      }
      if (stored > 2) {
        for (int i = 2; i < 4; i++) {
          long to = i - run >> Long.SIZE - 1 & 16L * i;
          long dword0 = entries.get(RAW, to);
          slots.set(RAW, to, dword0);
          slots.set(RAW, to + 8, entries.get(RAW, to + 8));
          odd |= dword0 ^ valid;
        }
        if (stored > 4) {
          for (int i = 4; i < 6; i++) {
            long to = i - run >> Long.SIZE - 1 & 16L * i;
            long dword0 = entries.get(RAW, to);
            slots.set(RAW, to, dword0);
            slots.set(RAW, to + 8, entries.get(RAW, to + 8));
            odd |= dword0 ^ valid;
          }
          if (stored > 6) {
            for (int i = 6; i < 8; i++) {
              long to = i - run >> Long.SIZE - 1 & 16L * i;
              long dword0 = entries.get(RAW, to);
              slots.set(RAW, to, dword0);
              slots.set(RAW, to + 8, entries.get(RAW, to + 8));
              odd |= dword0 ^ valid;
            }
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
