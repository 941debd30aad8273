// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;

/** Hears what a stream tells of its page table, in its order. On the thread that loads it. */
public interface RecordListener {

  /** Hears nothing. */
  RecordListener DEAF =
      new RecordListener() {
        @Override
        public void table(HptGeometry geometry) {
          // not wanted
        }

        @Override
        public void record(HtabRecord record, long offset) {
          // not wanted
        }
      };

  /**
   * A table of that size begins, empty; one that was before is gone.
   *
   * @throws IOException to end the load
   */
  void table(HptGeometry geometry) throws IOException;

  /**
   * A record was stored.
   *
   * @param offset of its header in bytes from the start of the stream; of the block that it came
   *     in, if it came packed
   * @throws IOException to end the load
   */
  void record(HtabRecord record, long offset) throws IOException;
}
