// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

import java.io.IOException;
import java.util.List;
import org.savevm4j.stream.StateInput;

/**
 * One load of a live section, into memory that the guest does not see yet. Called by the incoming
 * thread only, guest paused.
 */
public interface LiveLoader {

  /**
   * Gets one payload, whole, and stages what it says. The bytes are hostile: every length and index
   * is checked in 64 bits before anything is allocated or indexed.
   *
   * @param in stands where the payload begins
   * @param part which of the section's payloads it is
   * @throws org.savevm4j.stream.StreamException if the bytes are wrong; the load is over then
   */
  void load(StateInput in, Part part) throws IOException;

  /**
   * Makes what was staged the machine's. Called at most once, after the whole stream. Cannot fail:
   * one that throws all the same leaves a machine that does not run.
   */
  void commit();

  /** {@return figures of this load so far} Any thread. */
  List<Metric> metrics();

  /**
   * Lets go of what was staged and not committed, and of what a commit took the place of. Always
   * called, once, last; after a commit the guest may run already, and no longer waits for this.
   */
  default void cleanup() {}

  /** Which of a live section's payloads it is. */
  enum Part {
    /** The first payload. */
    START,
    /** Each payload between. */
    PART,
    /** The last payload. */
    END
  }
}
