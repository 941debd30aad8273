// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.StateOutput;

/**
 * Records in the making. Slots are added in ascending order; a slot that follows on from the open
 * record extends it, any other closes it and opens the next. A record's header comes before its
 * entries and holds their number, so the longest record must fit in the buffer as a whole.
 */
final class RecordBuffer {

  /** Closed records beyond this many bytes are worth handing on. */
  private static final int WORTH_PUTTING = 256 << 10;

  private static final long NONE = -1;

  private final MemorySegment buffer =
      Arena.ofAuto().allocate(WORTH_PUTTING + 2L * HtabRecord.MAX_BYTES, 64);
  private long used;
  private long header = NONE;
  private long index;
  private int valid;
  private int invalid;

  private long records;
  private long validSlots;
  private long invalidSlots;

  /** Adds a slot with an entry. */
  void addValid(long slot, long dword0, long dword1) {
    if (header == NONE || invalid > 0 || valid == HtabRecord.MAX_RUN || slot != index + valid) {
      open(slot);
    }
    buffer.set(BigEndian.BE64, used, dword0);
    buffer.set(BigEndian.BE64, used + Long.BYTES, dword1);
    used += HtabRecord.ENTRY_BYTES;
    valid++;
  }

  /** Adds a slot that became empty. */
  void addInvalid(long slot) {
    if (header == NONE || invalid == HtabRecord.MAX_RUN || slot != index + valid + invalid) {
      open(slot);
    }
    invalid++;
  }

  /** Closes the open record, if there is one. */
  void close() {
    if (header != NONE) {
      buffer.set(BigEndian.BE64, header, HtabRecord.encode(index, valid, invalid));
      records++;
      validSlots += valid;
      invalidSlots += invalid;
      header = NONE;
    }
  }

  /** Puts the closed records, if they are many enough to be worth it, and keeps the open one. */
  void putIfFull(StateOutput out) throws IOException {
    if (header >= WORTH_PUTTING) {
      out.put(buffer, 0, header);
      MemorySegment.copy(buffer, header, buffer, 0, used - header);
      used -= header;
      header = 0;
    }
  }

  /** Closes and puts all that there is. */
  void put(StateOutput out) throws IOException {
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

  private void open(long slot) {
    close();
    header = used;
    used += HtabRecord.HEADER_BYTES;
    index = slot;
    valid = 0;
    invalid = 0;
  }
}
