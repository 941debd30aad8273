// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import java.io.IOException;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.EntryInput;
import org.savevm4j.htab.HtabRecord;

/** A table in the making. Owned by the incoming thread. */
public interface HtabStage {

  HptGeometry geometry();

  /**
   * Checks a record against the table, gets its entries, and takes all that it says.
   *
   * @param offset where the record's header began in the stream, in bytes
   * @param entries gives the record's entries
   * @throws org.savevm4j.stream.MalformedStreamException if it does not fit the table
   */
  void apply(HtabRecord record, long offset, EntryInput entries) throws IOException;

  /** Stores what was taken and not stored yet; called at the end of each iteration. */
  void flush() throws IOException;

  /** Gives the table up, unless it was adopted. */
  void discard();
}
