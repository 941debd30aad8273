// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.StoppedTerminal;

class FailureLineTest {

  @Test
  void failureIsOneLineAndNothingElseIsSaid() {
    StringWriter err = new StringWriter();
    try (FailureLine line = new FailureLine(new PrintWriter(err))) {
      line.stopped();
      line.failed("wrong page");
      line.resumed();
      line.migration("failed");
      line.pass(2);
    }
    assertEquals(
        "pseries: the guest failed and stays stopped: wrong page\n",
        err.toString().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void lackOfAThreadForTheDisplayHidesNoFailure() {
    StringWriter err = new StringWriter();
    Progress lines = mock(Progress.class);
    doThrow(new OutOfMemoryError("no more threads")).when(lines).line(anyString());
    try (FailureLine line = new FailureLine(new PrintWriter(err), lines)) {
      line.warned("the migration failed: no thread");
    }
    assertEquals(
        "pseries: the migration failed: no thread\n",
        err.toString().replace(System.lineSeparator(), "\n"));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void terminalThatTakesNothingHoldsUpNoMigration() {
    StoppedTerminal terminal = new StoppedTerminal();
    try (FailureLine line = new FailureLine(new PrintWriter(terminal))) {
      line.warned("the migration failed: no route");
      line.failed("wrong page");
      assertEquals("", terminal.text(), "both came back, and nothing is written yet");
    } finally {
      terminal.goOn();
    }
  }
}
