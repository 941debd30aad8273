// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.SectionCalls;
import org.savevm4j.harness.savevm.SectionHangException;
import org.savevm4j.section.Metric;

/** A load whose sections may never come back: who waits for it does. */
final class IncomingSections {

  private IncomingSections() {}

  /**
   * Loads, makes it the machine's, and does what comes next: on the same thread, since a change of
   * threads would be downtime.
   */
  static void load(LoadStream load, SectionCalls calls, Next next) throws IOException {
    try {
      calls.run(
          "incoming-sections",
          () -> {
            load.load();
            load.commit();
            next.loaded(load.metrics());
          });
    } catch (SectionHangException hung) {
      load.forget(hung);
      throw hung;
    }
  }

  /** Has each loader clean up, whatever the others do; {@code warn} hears of those that fail. */
  static void cleanUp(LoadStream load, SectionCalls calls, Consumer<Throwable> warn) {
    boolean whole = false;
    while (!whole) {
      try {
        calls.run("incoming-cleanup", load::cleanUp);
        whole = true;
      } catch (IOException | RuntimeException | Error broken) {
        warn.accept(broken);
      }
    }
  }

  /** What comes when all is the machine's: no section is called any more. */
  @FunctionalInterface
  interface Next {

    /**
     * @param figures of each section
     */
    void loaded(Map<String, List<Metric>> figures) throws IOException;
  }
}
