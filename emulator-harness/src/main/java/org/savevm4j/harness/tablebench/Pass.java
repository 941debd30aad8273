// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.Budget;

/**
 * The records of a pass in memory.
 *
 * @param withEndMarker with 8 bytes of zeroes behind the last
 */
record Pass(MemorySegment withEndMarker) {

  /**
   * A first pass over a table, its runs cut at 65535 only.
   *
   * @param arena gives zeroed memory
   */
  static Pass first(HashPageTable table, Arena arena) throws IOException {
    try (HtabEmitter emitter = new HtabEmitter(table)) {
      return next(emitter, table, arena);
    }
  }

  /** The next pass of an emitter of {@code table}, in one call. */
  static Pass next(HtabEmitter emitter, HashPageTable table, Arena arena) throws IOException {
    KeepingTarget target = new KeepingTarget(room(table, arena));
    emitter.emit(target, Budget.unlimited(), false);
    return new Pass(target.memory().asSlice(0, target.position() + HtabRecord.HEADER_BYTES));
  }

  /** Zeroed memory that any pass over the table fits in. */
  static MemorySegment room(HashPageTable table, Arena arena) {
    long record = HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES;
    return arena.allocate(table.geometry().slots() * record + HtabRecord.HEADER_BYTES, Long.BYTES);
  }

  /** The records alone. */
  MemorySegment records() {
    return withEndMarker.asSlice(0, withEndMarker.byteSize() - HtabRecord.HEADER_BYTES);
  }
}
