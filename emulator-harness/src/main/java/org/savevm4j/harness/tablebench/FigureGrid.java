// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.savevm4j.harness.figures.Spread;

/** Rows for people: a line for each subject, a column for each figure, the goals at the end. */
final class FigureGrid {

  private static final MathContext THREE_DIGITS = new MathContext(3);

  /** Figures that are whole, such as bytes, from here on: all of their digits are told. */
  private static final double WHOLE = 1000;

  private final List<List<String>> lines = new ArrayList<>();

  FigureGrid(Map<String, List<Row>> subjects) {
    List<String> figures =
        subjects.values().stream().flatMap(List::stream).map(Row::figure).distinct().toList();
    List<String> head = new ArrayList<>(List.of("what"));
    head.addAll(figures);
    head.add("goal");
    lines.add(head);
    subjects.forEach((subject, rows) -> lines.add(line(subject, figures, rows)));
  }

  /** Columns of equal width. */
  String toText() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < lines.getFirst().size(); column++) {
      int at = column;
      widths.add(lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0));
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        String cell = line.get(column);
        padded.append(cell).repeat(' ', widths.get(column) - cell.length() + 2);
      }
      text.append(padded.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(markdown(lines.get(i)));
      if (i == 0) {
        text.append("|").repeat("---|", lines.getFirst().size()).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private static String markdown(List<String> line) {
    return line.stream().collect(Collectors.joining(" | ", "| ", " |" + System.lineSeparator()));
  }

  private static List<String> line(String subject, List<String> figures, List<Row> rows) {
    List<String> line = new ArrayList<>(List.of(subject));
    for (String figure : figures) {
      line.add(
          rows.stream()
              .filter(row -> row.figure().equals(figure))
              .map(FigureGrid::cell)
              .collect(Collectors.joining()));
    }
    line.add(rows.stream().map(FigureGrid::goal).collect(Collectors.joining()));
    return line;
  }

  private static String cell(Row row) {
    Spread spread = row.spread();
    String median = digits(spread.median());
    return spread.min() == spread.max()
        ? median
        : median + " (" + digits(spread.min()) + " to " + digits(spread.max()) + ")";
  }

  private static String goal(Row row) {
    Goal goal = row.goal();
    return goal == null
        ? ""
        : row.figure() + " " + goal.word().replace('-', ' ') + " " + digits(goal.bound());
  }

  private static String digits(double value) {
    if (Math.abs(value) >= WHOLE) {
      return String.valueOf(Math.round(value));
    }
    BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
