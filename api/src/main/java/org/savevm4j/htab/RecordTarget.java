// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.savevm4j.stream.StateOutput;

/** Takes the records that an emitter makes. One thread, the emitter's. */
public interface RecordTarget {

  /**
   * Takes whole records. They are the caller's again when this returns.
   *
   * @param records holds them in native memory
   * @param from where the first one's header begins, in bytes
   * @param bytes of all of them; 0 is nothing to do
   * @throws IOException if the channel fails
   */
  void put(MemorySegment records, long from, long bytes) throws IOException;

  /** {@return bytes put so far, as the budget of a round counts them} */
  long position();

  /**
   * Puts records as they are.
   *
   * @param out receives headers big-endian
   * @return a target whose position is that of {@code out}
   */
  static RecordTarget of(StateOutput out) {
    return new RecordTarget() {
      @Override
      public void put(MemorySegment records, long from, long bytes) throws IOException {
        out.put(records, from, bytes);
      }

      @Override
      public long position() {
        return out.position();
      }
    };
  }
}
