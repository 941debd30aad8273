// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.backend.HtabStage;
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
  public void get(StateInput in, HtabStage into) throws IOException {
    while (true) {
      MemorySegment here = in.window();
      in.skip(into.applyAll(here, 0, here.byteSize(), in.position(), true));
      // the next is the end marker, or longer than what is here
      long at = in.position();
      HtabRecord record = HtabRecord.get(in);
      if (record.isEndMarker()) {
        return;
      }
      into.apply(record, at, in::get);
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
