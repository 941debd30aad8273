// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.PrintWriter;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.text.OneLine;

/**
 * Tells on standard error that the guest or a migration failed; the emulator stays, for whoever
 * wants to look at it.
 */
final class FailureLine implements EmulatorListener {

  private final PrintWriter err;

  FailureLine(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void failed(String reason) {
    err.println("pseries: the guest failed and stays stopped: " + reason);
    err.flush();
  }

  @Override
  public void warned(String line) {
    err.println("pseries: " + OneLine.of(line));
    err.flush();
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
