// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.page.Html;
import org.savevm4j.harness.savevm.SwitchoverStep;
import org.savevm4j.harness.text.Amount;

/**
 * The steps of a switchover as bars over the time since the guest was stopped: the source's, then
 * the destination's, on one axis if both are known. Letters stay as they are however wide it is.
 */
final class DowntimeSvg {

  private static final int ROW = 32;
  private static final int AXIS = 24;
  private static final int TICKS = 4;

  /** Below so many ms a tick has a fraction. */
  private static final double FINE = 40;

  private final List<Row> rows;

  private DowntimeSvg(List<Row> rows) {
    this.rows = rows;
  }

  /** The steps of both sides on one clock, that of the source if it is there. */
  static List<Row> rows(List<MigrationRecord> sides) {
    List<Row> rows = new ArrayList<>();
    long stop = firstStep(sides);
    for (MigrationRecord side : sides) {
      long end = Long.MIN_VALUE;
      for (SwitchoverStep step : side.steps()) {
        long begin = side.begun() + step.beginNanos() - stop;
        boolean part = begin + step.nanos() <= end;
        end = Math.max(end, begin + step.nanos());
        rows.add(
            new Row(
                side.side(),
                step.name(),
                part,
                begin / Amount.NANOS_PER_MILLI,
                step.nanos() / Amount.NANOS_PER_MILLI));
      }
    }
    return rows;
  }

  /**
   * When the source began its first step, or whoever began one if it has none, in ns since 1970.
   */
  private static long firstStep(List<MigrationRecord> sides) {
    List<MigrationRecord> stopped = sides.stream().filter(side -> !side.steps().isEmpty()).toList();
    List<MigrationRecord> sources = stopped.stream().filter(MigrationRecord::isSource).toList();
    return (sources.isEmpty() ? stopped : sources)
        .stream()
            .flatMapToLong(
                side -> side.steps().stream().mapToLong(step -> side.begun() + step.beginNanos()))
            .min()
            .orElse(0);
  }

  /** Draws them; there is one at least. */
  static String draw(List<Row> rows) {
    return new DowntimeSvg(rows).svg();
  }

  private String svg() {
    double least = Math.min(0, rows.stream().mapToDouble(Row::millis).min().orElse(0));
    double most = rows.stream().mapToDouble(row -> row.millis() + row.took()).max().orElse(1);
    double span = Math.max(0.001, most - least);
    int height = rows.size() * ROW + AXIS;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg role=\"img\" aria-labelledby=\"steps-title steps-desc\" style=\"height:"
            + height
            + "px\">");
    svg.append("<title id=\"steps-title\">Steps of the downtime</title><desc id=\"steps-desc\">");
    rows.forEach(row -> svg.append(Html.escape(row.words())).append(". "));
    svg.append("</desc>\n");
    for (int tick = 0; tick <= TICKS; tick++) {
      tick(svg, tick, least + span * tick / TICKS, span, height);
    }
    for (int i = 0; i < rows.size(); i++) {
      bar(svg, rows.get(i), i * ROW, (rows.get(i).millis() - least) / span, span);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void tick(StringBuilder svg, int tick, double millis, double span, int height) {
    String anchor = tick == 0 ? "start" : tick == TICKS ? "end" : "middle";
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%1$d%%\" x2=\"%1$d%%\" y1=\"0\" y2=\"%2$d\" class=\"tick\"/>"
                + "<text x=\"%1$d%%\" y=\"%3$d\" text-anchor=\"%4$s\">%5$s</text>%n",
            100 * tick / TICKS,
            height - AXIS + 4,
            height - 6,
            anchor,
            String.format(Locale.ROOT, span < FINE ? "%.1f" : "%.0f", millis)
                + (tick == TICKS ? " ms" : "")));
  }

  private static void bar(StringBuilder svg, Row row, int y, double at, double span) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" class=\"label\">%s</text>"
                + "<rect x=\"%.3f%%\" y=\"%d\" width=\"%.3f%%\" height=\"9\" class=\"%s\"/>%n",
            row.part() ? 14 : 0,
            y + 14,
            Html.escape(row.words()),
            100 * at,
            y + 19,
            100 * row.took() / span,
            row.side() + (row.part() ? " part" : "")));
  }

  /**
   * A step.
   *
   * @param part whether it lies within the one before it that is none
   * @param millis when it began, in ms after the guest was stopped
   * @param took how long it took, in ms
   */
  record Row(String side, String name, boolean part, double millis, double took) {

    String words() {
      return String.format(Locale.ROOT, "%s: %s, %.2f ms", side, name, took);
    }
  }
}
