// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.hpt.SlotBitmap;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.MalformedStreamException;

/**
 * Stores records into a table that nobody else sees. Owned by the incoming thread.
 *
 * <p>V is not asked for: QEMU takes an entry with V = 0, so it is stored here too and counts as an
 * empty slot wherever V is read. A record that asks for empty slots costs time only for those that
 * hold something.
 *
 * <p>Records that stand in memory are stored in two ways with one outcome. {@link ShortRuns} stores
 * those of a first lap and judges them all together; what does not suit it, and what it found an
 * odd entry in, is stored here, entry by entry.
 *
 * <p>Nothing is kept beside the table: an entry goes from the stream's buffer to its slot.
 */
public final class HtabApplier {

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;

  /** Bytes of short runs in a row below which it was not worth asking for them. */
  private static final long WORTH_ASKING = 256;

  /** The most bytes of records after which short runs are asked for again. */
  private static final long LONGEST_PAUSE = 16 << 10;

  private final HashPageTable table;
  private final MemorySegment memory;
  private final SlotBitmap occupied;
  private final long slots;
  private final ShortRuns shortRuns;
  private final EmptyGroups emptyGroups;

  /** Bits of doubleword 0 that a stored entry keeps, in native byte order. */
  private final long kept;

  /** V, in native byte order. */
  private final long valid;

  private long records;
  private long validSlots;
  private long invalidSlots;

  /**
   * Fills a table that nobody else writes.
   *
   * @param table receives the entries
   * @param clearedBits bits of doubleword 0 that no stored entry keeps
   */
  public HtabApplier(HashPageTable table, long clearedBits) {
    this.table = table;
    this.memory = table.memory();
    this.occupied = table.occupied();
    this.slots = table.geometry().slots();
    this.kept = raw(~clearedBits);
    this.valid = raw(Hpte.V_VALID);
    this.shortRuns = new ShortRuns(table, valid, ~kept);
    this.emptyGroups = new EmptyGroups(slots);
  }

  /**
   * Checks a record against the table, then gets its entries and stores all that it says.
   *
   * @param record its header
   * @param offset where the record's header began in the stream, in bytes
   * @param entries gives the record's entries, in their order
   * @throws IOException if {@code entries} fails, or the record does not fit the table
   */
  public void apply(HtabRecord record, long offset, EntryInput entries) throws IOException {
    record.check(offset, slots);
    long at = record.index() * HtabRecord.ENTRY_BYTES;
    entries.get(memory, at, (long) record.valid() * HtabRecord.ENTRY_BYTES);
    store(memory, at, record.index(), record.valid());
    clear(record.index() + record.valid(), record.end());
    count(1, record.valid(), record.invalid());
  }

  /**
   * Stores all that whole records say which stand in native memory, up to the end marker or the
   * first that is not there as a whole.
   *
   * @param from where the records stand, headers big-endian
   * @param begin of the first record in {@code from}, in bytes
   * @param end of what may be looked at, in bytes
   * @param offset of the first record in the stream, in bytes
   * @param inStream whether the records stand in the stream as they stand here; if not, all of them
   *     came from what begins at {@code offset}
   * @return bytes of the records stored
   * @throws MalformedStreamException if one goes beyond the table; those before it are stored
   */
  public long applyAll(MemorySegment from, long begin, long end, long offset, boolean inStream)
      throws MalformedStreamException {
    long at = begin;
    long singly = begin;
    long pause = 0;
    while (true) {
      if (at >= singly) {
        long taken = shortRuns.store(from, at, end);
        emptyGroups.stored(from, at, at + taken);
        if (shortRuns.sawOdd()) {
          singly = at + taken;
        } else {
          int count = shortRuns.records();
          long headers = (long) count * HtabRecord.HEADER_BYTES;
          count(count, (taken - headers) / HtabRecord.ENTRY_BYTES, 0);
          pause = taken >= WORTH_ASKING ? 0 : Math.min(2 * pause + WORTH_ASKING, LONGEST_PAUSE);
          at += taken;
          singly = at + pause;
        }
      }
      long next = storeOne(from, at, end, inStream ? offset + at - begin : offset);
      if (next == at) {
        return at - begin;
      }
      at = next;
    }
  }

  /** Stores the record that stands there; answers where the next one is, or {@code at} if none. */
  private long storeOne(MemorySegment from, long at, long end, long offset)
      throws MalformedStreamException {
    if (end - at < HtabRecord.HEADER_BYTES) {
      return at;
    }
    long header = from.get(BigEndian.BE64, at);
    long index = header >>> Integer.SIZE;
    int valid = (int) (header >>> Short.SIZE) & HtabRecord.MAX_RUN;
    int invalid = (int) header & HtabRecord.MAX_RUN;
    long entries = at + HtabRecord.HEADER_BYTES;
    long next = entries + (long) valid * HtabRecord.ENTRY_BYTES;
    if (header == 0 || next > end) {
      return at;
    }
    if (index + valid + invalid > slots) {
      HtabRecord.decode(header).check(offset, slots);
    }
    store(from, entries, index, valid);
    if (invalid > 0) {
      clear(index + valid, index + valid + invalid);
    }
    count(1, valid, invalid);
    return next;
  }

  /** {@return records stored since the start} */
  public long recordCount() {
    return records;
  }

  /** {@return entries in them} */
  public long validSlots() {
    return validSlots;
  }

  /** {@return empty slots in them} */
  public long invalidSlots() {
    return invalidSlots;
  }

  private void count(int count, long valid, int invalid) {
    records += count;
    validSlots += valid;
    invalidSlots += invalid;
  }

  /** Stores entries, a word of the map at a time. */
  private void store(MemorySegment from, long entries, long slot, int count) {
    emptyGroups.stored(slot, slot + count);
    long at = entries;
    long next = slot;
    long found = valid;
    for (long end = slot + count; next < end; ) {
      long first = next;
      long bits = 0;
      long stop = Math.min(end, (first | Long.SIZE - 1) + 1);
      for (; next < stop; next++) {
        long dword0 = from.get(RAW, at) & kept;
        long dword1 = from.get(RAW, at + Long.BYTES);
        memory.set(RAW, next * HtabRecord.ENTRY_BYTES, dword0);
        memory.set(RAW, next * HtabRecord.ENTRY_BYTES + Long.BYTES, dword1);
        bits |= (dword0 | dword1) == 0 ? 0 : 1L << next;
        found &= (dword0 | dword1) == 0 ? valid : dword0;
        at += HtabRecord.ENTRY_BYTES;
      }
      occupied.put(first >>> 6, -1L << first & -1L >>> -stop, bits);
    }
    if (found == 0) {
      table.noteStray();
    }
  }

  private void clear(long from, long to) {
    long slot = from;
    while (slot < to) {
      long next = Math.min(to, (slot & -EmptyGroups.SLOTS) + EmptyGroups.SLOTS);
      boolean whole = next - slot == EmptyGroups.SLOTS;
      if (!whole || !emptyGroups.has(slot)) {
        clearSlots(slot, next);
      }
      if (whole) {
        emptyGroups.add(slot);
      }
      slot = next;
    }
  }

  private void clearSlots(long from, long to) {
    for (long word = from >>> 6; word << 6 < to; word++) {
      long mask = -1L;
      if (word << 6 < from) {
        mask <<= from;
      }
      if (to - (word << 6) < 64) {
        mask &= (1L << to) - 1;
      }
      for (long full = occupied.take(word, mask); full != 0; full &= full - 1) {
        long slot = (word << 6) + Long.numberOfTrailingZeros(full);
        memory.asSlice(slot * HtabRecord.ENTRY_BYTES, HtabRecord.ENTRY_BYTES).fill((byte) 0);
      }
    }
  }

  private static long raw(long bigEndian) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
        ? bigEndian
        : Long.reverseBytes(bigEndian);
  }
}
