// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailureLineTest {

  @Test
  void failureIsOneLineAndNothingElseIsSaid() {
    StringWriter err = new StringWriter();
    FailureLine line = new FailureLine(new PrintWriter(err));
    line.stopped();
    line.failed("wrong page");
    line.resumed();
    line.migration("failed");
    line.pass(2);
    assertEquals(
        "pseries: the guest failed and stays stopped: wrong page\n",
        err.toString().replace(System.lineSeparator(), "\n"));
  }
}
