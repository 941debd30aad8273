// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A row of the table about TLS in docs/failures.md, with or without a return path. */
record TlsRow(
    TlsFault fault,
    boolean returnPath,
    FailureRow.Expected source,
    FailureRow.Expected destination) {

  private static final Path DOCUMENT = Path.of("..", "docs", "failures.md");

  private static final Pattern ROW =
      Pattern.compile(
          "\\| ([A-Za-z ]+) \\| (on|off|on, off) \\| ([^|]+:[^|]+) \\| ([^|]+:[^|]+) \\|");

  static List<TlsRow> read() throws IOException {
    List<TlsRow> rows = new ArrayList<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        for (String returnPath : row.group(2).split(", ", -1)) {
          rows.add(
              new TlsRow(
                  TlsFault.of(row.group(1)),
                  returnPath.equals("on"),
                  FailureRow.Expected.of(row.group(3)),
                  FailureRow.Expected.of(row.group(4))));
        }
      }
    }
    return rows;
  }

  @Override
  public String toString() {
    return fault + (returnPath ? " with" : " without") + " a return path";
  }
}
