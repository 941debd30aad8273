// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.savevm4j.stream.BigEndian;

/**
 * Records in the making. Slots are added in ascending order; a slot that follows on from the open
 * record extends it, any other closes it and opens the next. A record's header comes before its
 * entries and holds their number, so an open record is in the buffer as a whole.
 *
 * <p>The rule of room is the file descriptor's: a record is begun only while header, entry and what
 * was used before are less than the limit, and an entry added only while it and what was used
 * before are less; equal is too much.
 */
final class RecordBuffer {

  private static final long NONE = -1;

  /** Most bytes of a word's records, and what a wide copy writes beyond them. */
  private static final long WORD_ROOM =
      (long) Long.SIZE * (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES) + EntryCopy.WIDE_BYTES;

  private static final ValueLayout.OfLong LITTLE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final EntryCopy entries;
  private final ByteOrder headerOrder;

  private MemorySegment buffer = MemorySegment.NULL;
  private long limit;
  private long used;
  private long header = NONE;
  private long index;
  private int valid;
  private int invalid;

  private long records;
  private long validSlots;
  private long invalidSlots;

  RecordBuffer(LapForm form) {
    this.entries = new EntryCopy(form);
    this.headerOrder = form.headerOrder();
  }

  /** Turns to an empty buffer; whatever was in the one before is done with. */
  void into(MemorySegment target, long bytes) {
    buffer = target;
    limit = bytes;
    used = 0;
    header = NONE;
  }

  /**
   * Adds the entries of slots as they stand, run by run, up to the first that is not to be told as
   * valid, or that there is no room for.
   *
   * @param firstSlot slot of bit 0
   * @param slots which slots, a bit each
   * @return the slots that were not added; {@link #hasRoom} of the first tells why
   */
  long addValid(MemorySegment table, long firstSlot, long slots) {
    long left = slots;
    while (left != 0) {
      int start = Long.numberOfTrailingZeros(left);
      int run = Long.numberOfTrailingZeros(~(left >>> start));
      int added = addRun(table, firstSlot + start, run);
      if (added < run) {
        return added == 0 ? left : left & -1L << start + added;
      }
      left = start + run == Long.SIZE ? 0 : left & -1L << start + run;
    }
    return 0;
  }

  /** Adds a run; answers how many of it. */
  private int addRun(MemorySegment table, long slot, int count) {
    int added = 0;
    while (added < count) {
      boolean opens = opensFor(slot + added);
      long to = opens ? used + HtabRecord.HEADER_BYTES : used;
      int run = opens ? HtabRecord.MAX_RUN : HtabRecord.MAX_RUN - valid;
      long room = (limit - 1 - to) >> 4;
      int piece = (int) Math.min(Math.min(count - added, run), room);
      int copied = entries.copy(table, (slot + added) * HtabRecord.ENTRY_BYTES, buffer, to, piece);
      if (copied <= 0) {
        break;
      }
      if (opens) {
        open(slot + added);
      }
      extend(copied);
      added += copied;
      if (copied < piece) {
        break;
      }
    }
    return added;
  }

  /**
   * Adds whole words of slots, each with all its entries valid and nobody at them, as long as it
   * meets no others. This is the way that all but a few slots of a table go, so it is one loop
   * whose state is in registers: the header of a record stands written whenever a run is added.
   *
   * @param words numbers of words, ascending
   * @param bits slots of each
   * @return the first of {@code begin} to {@code end} that was not added, no slot of it
   */
  int addWords(MemorySegment table, long[] words, long[] bits, int begin, int end) {
    if (invalid > 0 || headerOrder != ByteOrder.BIG_ENDIAN) {
      return begin;
    }
    MemorySegment into = buffer;
    EntryCopy copy = entries;
    long lastWord = (table.byteSize() - EntryCopy.WIDE_BYTES >> 10) - 1;
    long lastUsed = limit - WORD_ROOM;
    long at = used;
    long open = header;
    long first = index;
    int told = 0;
    if (header != NONE) {
      told = valid;
      into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
    }
    int i = begin;
    for (; i < end && words[i] <= lastWord && at <= lastUsed; i++) {
      long atBefore = at;
      long openBefore = open;
      long firstBefore = first;
      int toldBefore = told;
      long wrong = 0;
      int begun = 0;
      long left = bits[i];
      boolean singles = (left & left >>> 1) == 0;
      boolean longRuns = EntryCopy.hasLongRuns(left);
      while (left != 0) {
        int start = Long.numberOfTrailingZeros(left);
        long slot = (words[i] << 6) + start;
        long from = slot * HtabRecord.ENTRY_BYTES;
        int run = Long.numberOfTrailingZeros(~(left >>> start));
        if (slot != first + told || open == NONE) {
          open = at;
          first = slot;
          told = 0;
          begun++;
          at += HtabRecord.HEADER_BYTES;
        }
        wrong |=
            singles
                ? copy.one(table, from, into, at)
                : copy.run(table, from, into, at, run, longRuns);
        at += (long) run * HtabRecord.ENTRY_BYTES;
        told += run;
        // at each run: the next may begin a record, and what was told of this one is forgotten
        wrong |= HtabRecord.MAX_RUN - told >> 31;
        into.set(BigEndian.BE64, open, HtabRecord.encode(first, told, 0));
        left = start + run == Long.SIZE ? 0 : left & -1L << start + run;
      }
      if (wrong != 0) {
        at = atBefore;
        open = openBefore;
        first = firstBefore;
        told = toldBefore;
        break;
      }
      records += begun;
      validSlots += Long.bitCount(bits[i]);
    }
    used = at;
    header = open;
    index = first;
    valid = told;
    return i;
  }

  /**
   * Adds slots that are empty.
   *
   * @return how many there was room for
   */
  long addInvalid(long slot, long count) {
    long added = 0;
    while (added < count) {
      if (header == NONE || invalid == HtabRecord.MAX_RUN || slot + added != end()) {
        if (!hasRoomForRecord()) {
          break;
        }
        open(slot + added);
      }
      int run = (int) Math.min(count - added, HtabRecord.MAX_RUN - invalid);
      invalid += run;
      invalidSlots += run;
      added += run;
    }
    return added;
  }

  /** Whether the entry of this slot could be added. */
  boolean hasRoom(long slot) {
    return opensFor(slot) ? hasRoomForRecord() : used + HtabRecord.ENTRY_BYTES < limit;
  }

  /** Closes the open record, if there is one. */
  void close() {
    if (header != NONE) {
      if (headerOrder == ByteOrder.BIG_ENDIAN) {
        buffer.set(BigEndian.BE64, header, HtabRecord.encode(index, valid, invalid));
      } else {
        buffer.set(LITTLE, header, HtabRecord.encodeLittleEndian(index, valid, invalid));
      }
      header = NONE;
    }
  }

  /** Puts the closed records if they are at least {@code worth} bytes, and keeps the open one. */
  void putIfFull(RecordTarget out, long worth) throws IOException {
    if (header >= worth) {
      out.put(buffer, 0, header);
      MemorySegment.copy(buffer, header, buffer, 0, used - header);
      used -= header;
      header = 0;
    }
  }

  /** Closes and puts all that there is. */
  void put(RecordTarget out) throws IOException {
    close();
    out.put(buffer, 0, used);
    used = 0;
  }

  /** Bytes of all records since the start. */
  long bytes() {
    return records * HtabRecord.HEADER_BYTES + validSlots * HtabRecord.ENTRY_BYTES;
  }

  /** Bytes that are not put yet. */
  long used() {
    return used;
  }

  /** Records begun since the start. */
  long records() {
    return records;
  }

  /** Entries in those records. */
  long validSlots() {
    return validSlots;
  }

  /** Invalidations in those records. */
  long invalidSlots() {
    return invalidSlots;
  }

  private boolean opensFor(long slot) {
    return header == NONE || invalid > 0 || valid == HtabRecord.MAX_RUN || slot != end();
  }

  private boolean hasRoomForRecord() {
    return used + HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES < limit;
  }

  private long end() {
    return index + valid + invalid;
  }

  private void open(long slot) {
    close();
    header = used;
    used += HtabRecord.HEADER_BYTES;
    index = slot;
    valid = 0;
    invalid = 0;
    records++;
  }

  private void extend(int entries) {
    used += (long) entries * HtabRecord.ENTRY_BYTES;
    valid += entries;
    validSlots += entries;
  }
}
