// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** Version 1: records as they are, which is QEMU's format. */
final class ClassicForm implements RecordForm {

  @Override
  public long version() {
    return HtabSection.CLASSIC;
  }

  @Override
  public HtabSource open(HtabBackend backend) throws IOException {
    return backend.open();
  }

  @Override
  public void put(StateOutput out, HtabSource source, Records records) throws IOException {
    records.tell(RecordTarget.of(out));
    HeaderWord.putEndMarker(out);
  }

  @Override
  public void get(StateInput in, RecordVisitor visitor) throws IOException {
    long at = in.position();
    for (HtabRecord record = HtabRecord.get(in); !record.isEndMarker(); ) {
      visitor.visit(record, at, in::get);
      at = in.position();
      record = HtabRecord.get(in);
    }
  }

  @Override
  public long expected(long bytes) {
    return bytes;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
