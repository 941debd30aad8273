// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** Passes over a table, emitted as a migration would, and counted record by record. One thread. */
final class Laps {

  private final HtabEmitter emitter;

  /** Passes that begin with the first one, over all slots. */
  Laps(HashPageTable table) {
    this.emitter = new HtabEmitter(table);
  }

  /** Emits one pass; its memory is that of its records. */
  RecordTally next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    emitter.emit(out, Budget.unlimited(), false);
    out.flush();
    StateInput in =
        new StateInput(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())));
    RecordTally tally = new RecordTally();
    while (in.peek8(0) >= 0) {
      HtabRecord record = HtabRecord.get(in);
      in.skip((long) record.valid() * HtabRecord.ENTRY_BYTES);
      tally.add(record);
    }
    return tally;
  }
}
