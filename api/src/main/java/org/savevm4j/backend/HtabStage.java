// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.EntryInput;
import org.savevm4j.htab.HtabRecord;

/**
 * A table in the making. Owned by the incoming thread.
 *
 * <p>It is a table of its own, beside the one that the machine has: a load that fails gives it up
 * and changes nothing. No record is held back until the stream has proved right, so beyond that
 * table a load takes no memory that grows with it; and where the host maps tables sparsely, a table
 * in the making takes pages only where records were stored.
 */
public interface HtabStage {

  /** {@return the size of the table that is filled} */
  HptGeometry geometry();

  /**
   * Checks a record against the table, gets its entries, and takes all that it says.
   *
   * @param record its header
   * @param offset where the record's header began in the stream, in bytes
   * @param entries gives the record's entries
   * @throws org.savevm4j.stream.MalformedStreamException if it does not fit the table
   */
  void apply(HtabRecord record, long offset, EntryInput entries) throws IOException;

  /**
   * Takes all that whole records say which stand in native memory, up to the end marker or the
   * first that is not there as a whole.
   *
   * @param from where the records stand, headers big-endian
   * @param begin of the first record in {@code from}
   * @param end of what may be looked at
   * @param offset of the first record in the stream, in bytes
   * @param inStream whether the records stand in the stream as they stand here; if not, all of them
   *     came from what begins at {@code offset}
   * @return bytes taken, whole records
   * @throws org.savevm4j.stream.MalformedStreamException if one does not fit the table
   */
  long applyAll(MemorySegment from, long begin, long end, long offset, boolean inStream)
      throws IOException;

  /** {@return what was taken so far; no laps} */
  LapFigures figures();

  /**
   * Keeps a digest of the table from the first record on, where the table can be read apart from
   * its records. Called before that, once.
   */
  void keepDigest();

  /** {@return the digest of what the table holds, all flushed; empty if none is kept} */
  OptionalLong digest();

  /**
   * Stores what was taken and not stored yet; called at the end of each iteration.
   *
   * @throws IOException if the channel refuses it
   */
  void flush() throws IOException;

  /** Gives the table up, unless it was adopted. */
  void discard();
}
