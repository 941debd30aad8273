// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.StateInput;

/** Goes through whole records in memory. */
final class RecordWalk {

  private RecordWalk() {}

  /** Counts the records from the buffer's position to its limit, with headers in big-endian. */
  static void count(ByteBuffer records, RecordTally tally) throws IOException {
    try (StateInput in = new StateInput(new Memory(records))) {
      while (in.peek8(0) >= 0) {
        HtabRecord record = HtabRecord.get(in);
        in.skip((long) record.valid() * HtabRecord.ENTRY_BYTES);
        tally.add(record);
      }
    }
  }

  /** Memory as a channel. */
  private record Memory(ByteBuffer bytes) implements ReadableByteChannel {

    @Override
    public int read(ByteBuffer target) {
      int length = Math.min(bytes.remaining(), target.remaining());
      if (length == 0) {
        return -1;
      }
      target.put(target.position(), bytes, bytes.position(), length);
      target.position(target.position() + length);
      bytes.position(bytes.position() + length);
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // memory stays
    }
  }
}
