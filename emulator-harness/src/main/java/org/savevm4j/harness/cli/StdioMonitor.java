// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.hmp.HistoryFile;
import org.savevm4j.harness.hmp.HmpConsole;
import org.savevm4j.harness.hmp.HumanMonitor;
import org.savevm4j.harness.hmp.TerminalConsole;
import org.savevm4j.harness.qmp.ShutdownCause;

/**
 * The human monitor of {@code run} on the standard streams: with keys, history and completion where
 * both are a terminal, plain lines elsewhere.
 */
final class StdioMonitor implements AutoCloseable {

  private final @Nullable TerminalConsole terminal;

  private StdioMonitor(@Nullable TerminalConsole terminal) {
    this.terminal = terminal;
  }

  /**
   * Serves the standard streams from now on.
   *
   * @param err told where lines cannot be kept
   * @param inputEnded run when no more can come
   */
  static StdioMonitor start(
      HumanMonitor monitor, PrintWriter out, PrintWriter err, RunEnd end, Runnable inputEnded)
      throws IOException {
    if (StandardStream.INPUT.isTerminal() && StandardStream.OUTPUT.isTerminal()) {
      return new StdioMonitor(
          TerminalConsole.start(
              monitor, history(err), () -> end.because(ShutdownCause.SIGNAL), inputEnded));
    }
    HmpConsole.start(monitor, System.in, out, inputEnded);
    return new StdioMonitor(null);
  }

  private static @Nullable Path history(PrintWriter err) {
    try {
      return HistoryFile.open(System.getenv());
    } catch (IOException | UnsupportedOperationException impossible) {
      err.println("pseries: the monitor's lines are not kept: " + impossible.getMessage());
      return null;
    }
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() throws IOException {
    if (terminal != null) {
      terminal.close();
    }
  }
}
