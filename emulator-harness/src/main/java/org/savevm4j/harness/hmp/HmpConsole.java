// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A human monitor on plain lines in and out, without a prompt. */
public final class HmpConsole {

  private final HumanMonitor monitor;
  private final BufferedReader in;
  private final PrintWriter out;

  private HmpConsole(HumanMonitor monitor, InputStream in, PrintWriter out) {
    this.monitor = monitor;
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  /**
   * Executes the lines of {@code in} until that ends, on a thread of its own that keeps no process
   * alive.
   *
   * @param ended run when the input ends
   */
  public static void start(HumanMonitor monitor, InputStream in, PrintWriter out, Runnable ended) {
    HmpConsole console = new HmpConsole(monitor, in, out);
    Thread.ofPlatform()
        .daemon()
        .name("monitor")
        .start(
            () -> {
              console.run();
              ended.run();
            });
  }

  private void run() {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.print(monitor.execute(line));
        out.flush();
      }
    } catch (IOException _) {
      // No more lines can come, which is an end too.
    }
  }
}
