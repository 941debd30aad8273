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

  /** Closed records of this many bytes are handed on; more would leave the cache of the core. */
  static final int WORTH_PUTTING = 8 << 10;

  private static final ValueLayout.OfLong LITTLE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final EntryCopy entries;
  private final ByteOrder headerOrder;

  private MemorySegment buffer = MemorySegment.NULL;
  private long limit;

  private final RecordCursor now = new RecordCursor();

  /** As it was before words that may be taken back. */
  private final RecordCursor before = new RecordCursor();

  RecordBuffer(LapForm form) {
    this.entries = new EntryCopy(form);
    this.headerOrder = form.headerOrder();
  }

  /** Turns to an empty buffer; whatever was in the one before is done with. */
  void into(MemorySegment target, long bytes) {
    buffer = target;
    limit = bytes;
    now.restart();
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
      long to = opens ? now.used + HtabRecord.HEADER_BYTES : now.used;
      int run = opens ? HtabRecord.MAX_RUN : HtabRecord.MAX_RUN - now.valid;
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
   * Adds whole words of slots the fast way, without a look at their entries; {@link #takeBack}
   * undoes that as long as nothing else was done.
   *
   * @return the first word that was not added, no slot of it
   */
  int addWords(MemorySegment table, SlotBatch.Words words, int begin, int end) {
    now.seen = 0;
    before.set(now);
    // the next slot may close it
    writeHeader();
    return WholeWords.add(table, words, begin, end, buffer, now, limit);
  }

  /** Whether an entry may have been locked when {@link #addWords} copied it. */
  boolean mayHoldLocked() {
    return (now.seen & EntryCopy.RAW_LOCK) != 0;
  }

  /** Undoes {@link #addWords}. */
  void takeBack() {
    now.set(before);
  }

  /**
   * Adds slots that are empty.
   *
   * @return how many there was room for
   */
  long addInvalid(long slot, long count) {
    long added = 0;
    while (added < count) {
      if (now.header == RecordCursor.NONE
          || now.invalid == HtabRecord.MAX_RUN
          || slot + added != now.end()) {
        if (!hasRoomForRecord()) {
          break;
        }
        open(slot + added);
      }
      int run = (int) Math.min(count - added, HtabRecord.MAX_RUN - now.invalid);
      now.invalid += run;
      now.invalidSlots += run;
      added += run;
    }
    return added;
  }

  /** Whether the entry of this slot could be added. */
  boolean hasRoom(long slot) {
    return opensFor(slot) ? hasRoomForRecord() : now.used + HtabRecord.ENTRY_BYTES < limit;
  }

  /** Closes the open record, if there is one. */
  void close() {
    writeHeader();
    now.header = RecordCursor.NONE;
  }

  private void writeHeader() {
    if (now.header != RecordCursor.NONE) {
      if (headerOrder == ByteOrder.BIG_ENDIAN) {
        buffer.set(
            BigEndian.BE64, now.header, HtabRecord.encode(now.index, now.valid, now.invalid));
      } else {
        buffer.set(
            LITTLE, now.header, HtabRecord.encodeLittleEndian(now.index, now.valid, now.invalid));
      }
    }
  }

  /** Puts the closed records if they are worth it, and keeps the open one. */
  void putIfFull(RecordTarget out) throws IOException {
    if (now.header >= WORTH_PUTTING) {
      out.put(buffer, 0, now.header);
      MemorySegment.copy(buffer, now.header, buffer, 0, now.used - now.header);
      now.used -= now.header;
      now.header = 0;
    }
  }

  /** Closes and puts all that there is. */
  void put(RecordTarget out) throws IOException {
    close();
    out.put(buffer, 0, now.used);
    now.used = 0;
  }

  /** Bytes of all records since the start. */
  long bytes() {
    return now.records * HtabRecord.HEADER_BYTES + now.validSlots * HtabRecord.ENTRY_BYTES;
  }

  /** Bytes that are not put yet. */
  long used() {
    return now.used;
  }

  /** Records begun since the start. */
  long records() {
    return now.records;
  }

  /** Entries in those records. */
  long validSlots() {
    return now.validSlots;
  }

  /** Invalidations in those records. */
  long invalidSlots() {
    return now.invalidSlots;
  }

  private boolean opensFor(long slot) {
    return now.header == RecordCursor.NONE
        || now.invalid > 0
        || now.valid == HtabRecord.MAX_RUN
        || slot != now.end();
  }

  private boolean hasRoomForRecord() {
    return now.used + HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES < limit;
  }

  private void open(long slot) {
    close();
    now.begin(slot);
  }

  private void extend(int entries) {
    now.used += (long) entries * HtabRecord.ENTRY_BYTES;
    now.valid += entries;
    now.validSlots += entries;
  }
}
