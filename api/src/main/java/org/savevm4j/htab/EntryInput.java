// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Gives the entries that follow a record's header. */
@FunctionalInterface
public interface EntryInput {

  /**
   * Gets the next {@code length} bytes of entries.
   *
   * @param target where they go
   * @param offset where they go in {@code target}, in bytes
   * @param length how many bytes, a multiple of 16
   * @throws org.savevm4j.stream.TruncatedStreamException if there are fewer
   */
  void get(MemorySegment target, long offset, long length) throws IOException;
}
