// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

/**
 * Where a buffer of records is: what is used of it, the record that is open, and what was told
 * since the start. Copied before a step that may be taken back.
 */
final class RecordCursor {

  /** No record is open. */
  static final long NONE = -1;

  /** Bytes of the buffer. */
  long used;

  /** Where the open record's header begins, in bytes. */
  long header = NONE;

  /** First slot of the open record. */
  long index;

  /** Entries of the open record. */
  int valid;

  /** Empty slots of it, which come after its entries. */
  int invalid;

  /** Records begun since the start. */
  long records;

  /** Entries in those records. */
  long validSlots;

  /** Empty slots in them. */
  long invalidSlots;

  /**
   * All doublewords 0 that {@link WholeWords} copied, with one another by OR, in native byte order.
   * It may tell of a lock of which none of them does, not the other way round.
   */
  long seen;

  /** Becomes as {@code other} is. */
  void set(RecordCursor other) {
    used = other.used;
    header = other.header;
    index = other.index;
    valid = other.valid;
    invalid = other.invalid;
    records = other.records;
    validSlots = other.validSlots;
    invalidSlots = other.invalidSlots;
    seen = other.seen;
  }

  /**
   * Takes what a loop added, of valid slots alone.
   *
   * @param at bytes of the buffer that are used now
   * @param open where the open record's header begins
   * @param first first slot of that record
   * @param told entries of it
   * @param begun records that were begun
   */
  void goOn(long at, long open, long first, int told, long begun) {
    validSlots += at - used - begun * HtabRecord.HEADER_BYTES >> 4;
    used = at;
    header = open;
    index = first;
    valid = told;
    invalid = 0;
    records += begun;
  }

  /**
   * The slot that, if valid, goes on with the open record; {@link #NONE} if none is open or it has
   * empty slots already.
   */
  long next() {
    return header != NONE && invalid == 0 ? end() : NONE;
  }

  /** Begins a record; whoever closes the one before has written its header. */
  void begin(long slot) {
    header = used;
    used += HtabRecord.HEADER_BYTES;
    index = slot;
    valid = 0;
    invalid = 0;
    records++;
  }

  /** Closes the open record and forgets what was used. */
  void restart() {
    used = 0;
    header = NONE;
  }

  /** The slot after the last one that the open record tells of. */
  long end() {
    return index + valid + invalid;
  }
}
