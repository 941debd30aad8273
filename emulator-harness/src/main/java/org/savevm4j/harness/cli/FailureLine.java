// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.PrintWriter;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.text.OneLine;

/**
 * Tells on standard error that the guest or a migration failed; the emulator stays, for whoever
 * wants to look at it. It is told on the threads of vCPUs and migrations, so a terminal that takes
 * nothing holds them up for a second at most, as it does those who show progress.
 */
final class FailureLine implements EmulatorListener, AutoCloseable {

  private final PrintWriter err;
  private final Progress lines;

  FailureLine(PrintWriter err) {
    this(err, new Progress(err, Progress.Style.LINES, () -> 0));
  }

  FailureLine(PrintWriter err, Progress lines) {
    this.err = err;
    this.lines = lines;
  }

  @Override
  public void failed(String reason) {
    tell("pseries: the guest failed and stays stopped: " + reason);
  }

  @Override
  public void warned(String line) {
    tell("pseries: " + OneLine.of(line));
  }

  private void tell(String line) {
    try {
      lines.line(line);
    } catch (OutOfMemoryError none) {
      // the lack of a thread, which is what a migration may just have failed for
      err.println(line);
      err.flush();
    }
  }

  /** Waits a second at most for what is not written yet. */
  @Override
  public void close() {
    lines.close();
  }

  @Override
  public void stopped() {
    // An operator wanted that, or failed tells more.
  }

  @Override
  public void resumed() {
    // An operator wanted that.
  }

  @Override
  public void migration(String status) {
    // Monitors tell of migrations.
  }

  @Override
  public void pass(long pass) {
    // Monitors tell of migrations.
  }
}
