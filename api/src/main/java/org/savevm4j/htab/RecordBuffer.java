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

  /** Room for the records of a word in which every other slot is told. */
  private static final long SINGLES_BYTES =
      (Long.SIZE / 2 + 1) * (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES);

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;
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
    if (slots != 0
        && (slots & slots >>> 1) == 0
        && limit - used > SINGLES_BYTES
        && headerOrder == ByteOrder.BIG_ENDIAN) {
      return addSingles(table, firstSlot, slots);
    }
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

  /** Adds slots no two of which are neighbours, a record each: what a real table is made of. */
  private long addSingles(MemorySegment table, long firstSlot, long slots) {
    long left = slots;
    if (!opensFor(firstSlot + Long.numberOfTrailingZeros(left))) {
      if (addRun(table, firstSlot + Long.numberOfTrailingZeros(left), 1) == 0) {
        return left;
      }
      left &= left - 1;
    }
    MemorySegment into = buffer;
    long at = used;
    for (; left != 0; left &= left - 1) {
      long slot = firstSlot + Long.numberOfTrailingZeros(left);
      long dword0 = table.get(RAW, slot * HtabRecord.ENTRY_BYTES);
      if (!entries.isTold(dword0)) {
        break;
      }
      into.set(BigEndian.BE64, at, HtabRecord.encode(slot, 1, 0));
      into.set(RAW, at + HtabRecord.HEADER_BYTES, dword0);
      into.set(
          RAW,
          at + HtabRecord.HEADER_BYTES + Long.BYTES,
          table.get(RAW, slot * HtabRecord.ENTRY_BYTES + Long.BYTES));
      at += HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES;
    }
    long last = slots & ~left;
    if (at > used) {
      close();
      long added = (at - used) / (HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES) - 1;
      records += added;
      validSlots += added;
      used = at;
      header = at - HtabRecord.HEADER_BYTES - HtabRecord.ENTRY_BYTES;
      index = firstSlot + Long.SIZE - 1 - Long.numberOfLeadingZeros(last);
      valid = 1;
      invalid = 0;
    }
    return left;
  }

  /** Adds a run of at most 64 slots; answers how many of it. */
  private int addRun(MemorySegment table, long slot, int run) {
    boolean extend = header != NONE && invalid == 0 && slot == index + valid;
    long from = slot * HtabRecord.ENTRY_BYTES;
    if (run > EntryCopy.WIDE
        || limit - used <= HtabRecord.HEADER_BYTES + EntryCopy.WIDE_BYTES
        || from + EntryCopy.WIDE_BYTES > table.byteSize()
        || extend && valid > HtabRecord.MAX_RUN - EntryCopy.WIDE) {
      return addPieces(table, slot, run);
    }
    long to = extend ? used : used + HtabRecord.HEADER_BYTES;
    int copied = entries.copyWide(table, from, buffer, to, run);
    if (copied > 0) {
      if (!extend) {
        open(slot);
      }
      used += (long) copied * HtabRecord.ENTRY_BYTES;
      valid += copied;
    }
    return copied;
  }

  private int addPieces(MemorySegment table, long slot, int count) {
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
      used += (long) copied * HtabRecord.ENTRY_BYTES;
      valid += copied;
      added += copied;
      if (copied < piece) {
        break;
      }
    }
    return added;
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
      records++;
      validSlots += valid;
      invalidSlots += invalid;
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

  /** Bytes of all records since the start, but for the open one. */
  long bytes() {
    return records * HtabRecord.HEADER_BYTES + validSlots * HtabRecord.ENTRY_BYTES;
  }

  /** Bytes that are not put yet. */
  long used() {
    return used;
  }

  /** Records closed since the start. */
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
  }
}
