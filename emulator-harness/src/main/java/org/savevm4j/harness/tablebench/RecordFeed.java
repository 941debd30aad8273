// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.savevm4j.backend.HtabStage;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.StateInput;

/**
 * Gives records that stand in memory to a stage, as the section's loader does: through the staging
 * buffer of a stream. C loads through a buffer too.
 */
final class RecordFeed {

  private RecordFeed() {}

  /** Gives all records up to the end marker. */
  static void feed(MemorySegment records, HtabStage stage) throws IOException {
    StateInput in = new StateInput(new MemoryChannel(records));
    HtabRecord record;
    do {
      MemorySegment here = in.window();
      in.skip(stage.applyAll(here, 0, here.byteSize(), in.position(), true));
      // the next is the end marker, or longer than what is here
      long at = in.position();
      record = HtabRecord.get(in);
      if (!record.isEndMarker()) {
        stage.apply(record, at, in::get);
      }
    } while (!record.isEndMarker());
    stage.flush();
  }

  /** Reads memory from its first byte to its last. */
  private static final class MemoryChannel implements ReadableByteChannel {

    private final MemorySegment memory;
    private long next;

    MemoryChannel(MemorySegment memory) {
      this.memory = memory;
    }

    @Override
    public int read(ByteBuffer target) {
      int bytes = (int) Math.min(target.remaining(), memory.byteSize() - next);
      if (bytes == 0) {
        return -1;
      }
      MemorySegment.copy(memory, next, MemorySegment.ofBuffer(target), 0, bytes);
      target.position(target.position() + bytes);
      next += bytes;
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // there is nothing to close
    }
  }
}
