// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.Budget;

/** Passes over a table, emitted as a migration would, and counted record by record. One thread. */
final class Laps implements AutoCloseable {

  private final HtabEmitter emitter;

  /** Passes that begin with the first one, over all slots. The table outlives them. */
  Laps(HashPageTable table) {
    this.emitter = new HtabEmitter(table);
  }

  /** Emits one pass. */
  RecordTally next() throws IOException {
    Counter counter = new Counter();
    emitter.emit(counter, Budget.unlimited(), false);
    return counter.tally;
  }

  @Override
  public void close() {
    emitter.close();
  }

  /** Keeps the counts of the records and nothing else. */
  private static final class Counter implements RecordTarget {

    private final RecordTally tally = new RecordTally();
    private long position;

    @Override
    public void put(MemorySegment records, long from, long bytes) throws IOException {
      position += bytes;
      RecordWalk.count(records.asSlice(from, bytes).asByteBuffer(), tally);
    }

    @Override
    public long position() {
      return position;
    }
  }
}
