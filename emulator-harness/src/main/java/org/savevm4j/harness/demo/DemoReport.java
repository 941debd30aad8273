// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What became of the page about a demonstration, whose result is told whatever that was.
 *
 * @param page where it is; null if there is none
 * @param fault why there is none; null if there is one, or none was wanted
 */
public record DemoReport(@Nullable Path page, @Nullable Exception fault) {

  /** None was wanted. */
  static final DemoReport NONE = new DemoReport(null, null);

  /**
   * Waits for the figures of a migration that has ended, and puts the page.
   *
   * @param folder for the page, or null: none is wanted
   */
  static DemoReport of(EmulatorPair pair, @Nullable Path folder) throws InterruptedException {
    if (folder == null) {
      return NONE;
    }
    try {
      return new DemoReport(BothSides.report(pair, folder), null);
    } catch (IOException | DemoException failed) {
      return new DemoReport(null, failed);
    }
  }

  /** What is said of it behind the reason of a failure. */
  String words() {
    if (fault != null) {
      return "; no report: " + fault.getMessage();
    }
    return page == null ? "" : "; the report is " + page;
  }
}
