// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.demo.DemoException;

/** What a benchmark prints, and whether that is a success. */
record BenchOutcome(String text, Check check) {

  /** Throws, in a line, if it is none. */
  @FunctionalInterface
  interface Check {
    void require() throws IOException, DemoException, EmulatorException;
  }
}
