// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A human monitor on plain lines in and out. */
public final class HmpConsole {

  private final HumanMonitor monitor;
  private final BufferedReader in;
  private final PrintWriter out;
  private final String prompt;

  private HmpConsole(HumanMonitor monitor, InputStream in, PrintWriter out, String prompt) {
    this.monitor = monitor;
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.prompt = prompt;
  }

  /**
   * Executes the lines of {@code in} until that ends, on a thread of its own that keeps no process
   * alive.
   *
   * @param prompt printed before each line, or empty
   * @param ended run when the input ends
   */
  public static void start(
      HumanMonitor monitor, InputStream in, PrintWriter out, String prompt, Runnable ended) {
    HmpConsole console = new HmpConsole(monitor, in, out, prompt);
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
      for (String line = next(); line != null; line = next()) {
        out.print(monitor.execute(line));
      }
    } catch (IOException _) {
      // No more lines can come, which is an end too.
    }
  }

  private @Nullable String next() throws IOException {
    out.print(prompt);
    out.flush();
    return in.readLine();
  }
}
