// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.qmp.ShutdownCause;

/** Ends an emulator whose incoming migration fails, as there is no guest to run then. */
final class IncomingWatch implements EmulatorListener {

  private final RunEnd end;
  private volatile boolean arrived;

  private IncomingWatch(RunEnd end) {
    this.end = end;
  }

  /** Watches from now on, and counts a failure that there was already. */
  static void start(Emulator emulator, RunEnd end) {
    IncomingWatch watch = new IncomingWatch(end);
    emulator.addListener(watch);
    watch.migration(emulator.queryMigrate().status());
  }

  @Override
  public void stopped() {
    // Has nothing to do with what comes in.
  }

  @Override
  public void resumed() {
    // Has nothing to do with what comes in.
  }

  /** What fails after the guest arrived is an outgoing migration, and the guest goes on. */
  @Override
  public void migration(String status) {
    if (status.equals("completed")) {
      arrived = true;
    } else if (status.equals("failed") && !arrived) {
      end.because(ShutdownCause.INCOMING_FAILED);
    }
  }

  @Override
  public void pass(long pass) {
    // Has nothing to do with what comes in.
  }
}
