// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.io.PrintWriter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Shows on one line, rewritten, how far things are; on many lines where that is no terminal. */
public final class ProgressLine {

  /** How to show progress. */
  public enum Style {
    NONE,
    LINES,
    REWRITTEN
  }

  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final double BYTES_PER_MIB = 1 << 20;

  private final PrintWriter out;
  private final Style style;
  private boolean open;

  public ProgressLine(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** Shows what goes on now. */
  void step(String what) {
    switch (style) {
      case NONE -> {
        // Nobody watches.
      }
      case LINES -> out.println(what);
      case REWRITTEN -> {
        out.print(CLEAR_LINE + what);
        open = true;
      }
    }
    out.flush();
  }

  /** Shows an answer to {@code query-migrate}. */
  void migration(JsonNode report) {
    JsonNode ram = report.path("ram");
    JsonNode htab = report.path("htab");
    long total = ram.path("total").asLong(0);
    if (total == 0) {
      return;
    }
    long remaining = ram.path("remaining").asLong(0);
    step(
        String.format(
            Locale.ROOT,
            "migrating (%s): RAM %.1f MiB sent, %.1f MiB left, %.0f Mbit/s; "
                + "table %.0f KiB sent, pass %d",
            report.path("status").asString(""),
            ram.path("transferred").asLong(0) / BYTES_PER_MIB,
            remaining / BYTES_PER_MIB,
            ram.path("mbps").asDouble(0),
            htab.path("transferred").asLong(0) / 1024.0,
            htab.path("passes").asLong(0)));
  }

  /** Leaves the line free for what comes next. */
  void end() {
    if (open) {
      out.print(CLEAR_LINE);
      out.flush();
      open = false;
    }
  }
}
