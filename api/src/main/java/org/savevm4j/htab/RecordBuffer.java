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

  private static final ValueLayout.OfLong RAW = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfLong LITTLE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final long mask;
  private final long told;
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
    this.mask = raw(form.mask());
    this.told = raw(form.told());
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
   * Adds entries of a table as long as they are to be told as valid and there is room.
   *
   * @return how many were added; {@link #hasRoom} tells why it was not all
   */
  int addValid(MemorySegment table, long slot, int count) {
    int added = 0;
    while (added < count) {
      boolean opens = opensFor(slot + added);
      long room = limit - used - (opens ? HtabRecord.HEADER_BYTES : 0) - 1;
      int run = opens ? HtabRecord.MAX_RUN : HtabRecord.MAX_RUN - valid;
      int piece = (int) Math.min(Math.min(count - added, run), room / HtabRecord.ENTRY_BYTES);
      long from = (slot + added) * HtabRecord.ENTRY_BYTES;
      long to = used + (opens ? HtabRecord.HEADER_BYTES : 0);
      int copied = copy(table, from, to, piece);
      if (copied > 0) {
        if (opens) {
          open(slot + added);
        }
        used += (long) copied * HtabRecord.ENTRY_BYTES;
        valid += copied;
        added += copied;
      }
      if (copied < piece || piece <= 0) {
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

  /** Copies entries as they stand, to the first that is not to be told as valid. */
  private int copy(MemorySegment table, long from, long to, int count) {
    for (int i = 0; i < count; i++) {
      long at = (long) i * HtabRecord.ENTRY_BYTES;
      long dword0 = table.get(RAW, from + at);
      if ((dword0 & mask) != told) {
        return i;
      }
      buffer.set(RAW, to + at, dword0);
      buffer.set(RAW, to + at + Long.BYTES, table.get(RAW, from + at + Long.BYTES));
    }
    return Math.max(count, 0);
  }

  private static long raw(long bigEndian) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
        ? bigEndian
        : Long.reverseBytes(bigEndian);
  }
}
