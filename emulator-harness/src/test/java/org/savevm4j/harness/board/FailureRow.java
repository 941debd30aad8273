// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of the first table of docs/failures.md, for one phase and with or without a return path.
 *
 * @param source what becomes of the source
 * @param destination what becomes of the destination
 */
record FailureRow(
    Fault fault, FaultPhase phase, boolean returnPath, Expected source, Expected destination) {

  private static final Path DOCUMENT = Path.of("..", "docs", "failures.md");

  private static final Pattern ROW =
      Pattern.compile(
          "\\| ([a-z ]+) \\| ([a-z ,]+) \\| (on|off|on, off) \\| ([^|]+) \\| ([^|]+) \\|");

  private static final Pattern CELL = Pattern.compile("([a-z ]+)(?:: `(.+)`)?");

  /**
   * What becomes of a side.
   *
   * @param line a part of what it says, or null where it says nothing
   */
  record Expected(String outcome, @Nullable String line) {

    static Expected of(String cell) {
      Matcher words = CELL.matcher(cell);
      if (!words.matches()) {
        throw new AssertionError("no outcome: " + cell);
      }
      return new Expected(words.group(1), words.group(2));
    }
  }

  static List<FailureRow> read() throws IOException {
    List<FailureRow> rows = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        for (String phase : row.group(2).split(", ", -1)) {
          for (String returnPath : row.group(3).split(", ", -1)) {
            rows.add(
                new FailureRow(
                    Fault.of(row.group(1)),
                    FaultPhase.of(phase),
                    returnPath.equals("on"),
                    Expected.of(row.group(4)),
                    Expected.of(row.group(5))));
          }
        }
      }
    }
    return rows;
  }

  @Override
  public String toString() {
    return fault + " at " + phase + (returnPath ? " with" : " without") + " a return path";
  }
}
