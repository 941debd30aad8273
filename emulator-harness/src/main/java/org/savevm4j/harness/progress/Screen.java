// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** What stands on a display, and how it changes. The display's thread only, which may block. */
final class Screen {

  private static final String BETWEEN = ", ";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintWriter out;
  private final boolean redrawn;
  private final IntSupplier width;

  private String last = "";
  private int rows;

  /**
   * @param redrawn whether it is a terminal, on which what goes on is redrawn in place
   * @param width columns of that
   */
  Screen(PrintWriter out, boolean redrawn, IntSupplier width) {
    this.out = out;
    this.redrawn = redrawn;
    this.width = width;
  }

  /** Writes lines that stay, and under them what goes on now. */
  void show(List<Line> lines, List<String> parts) {
    write(lines);
    if (redrawn) {
      // the last column stays free: some terminals go to the next row as soon as it is written
      List<String> drawn = rows(parts, width.getAsInt() - 1);
      out.print(String.join("\r\n", drawn));
      rows = drawn.size();
    } else {
      writeIfNew(String.join(BETWEEN, parts));
    }
    out.flush();
  }

  /** Writes lines that stay, and leaves a terminal as it was otherwise. */
  void leave(List<Line> lines) {
    write(lines);
    out.flush();
  }

  /** What is written until the flush shows at once, so that nothing flickers. */
  private void write(List<Line> lines) {
    if (rows > 0) {
      out.print("\r" + (rows > 1 ? "\u001b[" + (rows - 1) + "A" : "") + CLEAR_BELOW);
      rows = 0;
    }
    for (Line line : lines) {
      if (line.state()) {
        writeIfNew(line.text());
      } else {
        out.println(line.text());
      }
    }
  }

  private void writeIfNew(String line) {
    if (!line.equals(last)) {
      last = line;
      out.println(line);
    }
  }

  /** Puts as many parts into a row as it has room for; a part that is longer than a row is cut. */
  static List<String> rows(List<String> parts, int columns) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (String part : parts) {
      if (!row.isEmpty() && row.length() + BETWEEN.length() + part.length() + 1 > columns) {
        rows.add(row.append(BETWEEN.strip()).toString());
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : BETWEEN).append(part);
    }
    rows.add(row.toString());
    return rows.stream()
        .map(each -> each.substring(0, Math.min(each.length(), Math.max(1, columns))))
        .toList();
  }

  /**
   * A line.
   *
   * @param state whether it says what goes on, which is not said twice in a row
   */
  record Line(String text, boolean state) {}
}
