// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.function.Consumer;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.SectionCalls;
import org.savevm4j.harness.savevm.SectionHangException;

/**
 * A load whose sections may never come back: who waits for it does.
 *
 * @param thread name of the thread that it is done on
 */
record GuardedLoad(String thread, LoadStream stream, SectionCalls calls) {

  /**
   * Loads, makes it the machine's, and does what comes next: all of it on one thread, since a
   * change of threads would be downtime.
   *
   * @throws SectionHangException if a section's call was given up
   */
  void run(SectionCalls.Work work) throws IOException {
    try {
      calls.run(thread, work);
    } catch (SectionHangException hung) {
      stream.forget(hung);
      throw hung;
    }
  }

  /**
   * Has each loader clean up, whatever the others do. Where there is no thread for that, it is done
   * on this one, and nobody watches it.
   *
   * @param warn hears a line of each that fails
   */
  void cleanUp(Consumer<String> warn) {
    calls.runToTheEnd(
        thread + "-cleanup",
        stream::cleanUp,
        stream::cleanUp,
        broken ->
            warn.accept(
                "what a load held may not be free again: "
                    + (broken instanceof IOException ? broken.getMessage() : broken)));
  }
}
