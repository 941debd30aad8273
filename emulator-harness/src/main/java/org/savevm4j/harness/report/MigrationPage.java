// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.savevm4j.harness.page.Html;
import org.savevm4j.harness.page.HtmlTable;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.PlotSvg;
import org.savevm4j.harness.report.MigrationRecord.Sample;
import org.savevm4j.harness.text.Amount;

/** The page of one migration: of one side, or of the source and the destination. */
final class MigrationPage {

  private static final int NARROW_WIDTH = 368;
  private static final int NARROW_HEIGHT = 320;

  private final List<MigrationRecord> sides;
  private final MigrationRecord first;
  private final Html html = new Html("Migration of a pSeries guest", PageStyle.STYLE);
  private int plots;

  private MigrationPage(List<MigrationRecord> sides) {
    this.sides = sides;
    this.first = sides.getFirst();
  }

  /**
   * The whole page.
   *
   * @param sides the source before the destination if both are known
   * @throws IOException if the computer has no fonts
   */
  static String of(List<MigrationRecord> sides) throws IOException {
    return new MigrationPage(sides).page();
  }

  private String page() throws IOException {
    outcome();
    html.markup(KeyFigures.of(first));
    course();
    new DowntimeChapter(html, sides).write();
    sides.stream()
        .filter(side -> side.table() != null)
        .findFirst()
        .ifPresent(side -> TableChapter.write(html, side));
    allFigures();
    return html.end();
  }

  private void outcome() {
    Instant begun = Instant.EPOCH.plusNanos(first.begun()).truncatedTo(ChronoUnit.SECONDS);
    html.element(
        "p",
        "The migration %s %s, begun %s UTC, ended as: %s.%s"
            .formatted(
                first.isSource() ? "to" : "from",
                first.uri(),
                begun.toString().replace('T', ' ').replace("Z", ""),
                first.status(),
                sides.size() > 1 ? " Source and destination, on one clock." : ""));
    for (MigrationRecord side : sides) {
      if (side.error() != null) {
        html.markup("<p class=\"bad\"><strong>Why, at the " + side.side() + ":</strong> ");
        html.text(side.error()).markup("</p>\n");
      }
    }
  }

  private void course() throws IOException {
    List<Sample> samples = first.samples();
    boolean goes = samples.stream().anyMatch(sample -> sample.transferred() > 0);
    html.element("h2", "How it went");
    if (!goes || samples.size() < 2) {
      html.element("p", "It ended before anything was seen on its way.");
      return;
    }
    ReportPlots all = new ReportPlots(samples);
    if (!first.isSource()) {
      plot(all.received(), "Bytes of payload of all sections. What was left, the source knows.");
      return;
    }
    plot(
        all.left(),
        "Each step down is sent, each step up is what the guest changed meanwhile. The guest is"
            + " stopped when the sum fits the downtime limit. A line ends where nothing is left.");
    plot(
        all.rates(),
        "Bytes on the link, over 0.1 s each, and pages that the last pass over RAM found changed."
            + " A migration ends if it sends more than the guest changes.");
    plot(all.dirtySlots(), "What the guest does to its page table, as each pass over it saw.");
    plot(
        all.passes(),
        "A pass is one lap over all that is marked, the first over all that there is. Many short"
            + " ones at the end are a guest that is nearly caught up with.");
    if (samples.stream().anyMatch(sample -> sample.throttle() > 0)) {
      plot(all.throttle(), "Auto-converge took this from the guest, so that it can be caught up.");
    } else {
      html.element("p", "The guest was not throttled at any time: 0 % of its time was taken.");
    }
    html.element(
        "p",
        "class=\"soft\"",
        String.format(
            Locale.ROOT,
            "%d samples in %.2f s.",
            samples.size(),
            samples.getLast().nanos() / Amount.NANOS_PER_SECOND));
  }

  /** Drawn twice, since letters that shrink with the picture cannot be read on a telephone. */
  private void plot(Plot plot, String how) throws IOException {
    plots++;
    html.markup("<figure>\n").element("figcaption", plot.title());
    html.element("p", "class=\"soft\"", how);
    html.markup("<div class=\"roomy\">")
        .markup(PlotSvg.draw(plot, "plot" + plots, PlotSvg.WIDTH, NARROW_HEIGHT));
    html.markup("</div>\n<div class=\"narrow\">")
        .markup(PlotSvg.draw(plot, "small" + plots, NARROW_WIDTH, NARROW_HEIGHT));
    html.markup("</div>\n</figure>\n");
  }

  private void allFigures() {
    for (MigrationRecord side : sides) {
      html.markup("<details>\n").element("summary", "All figures of the " + side.side());
      HtmlTable table = html.table("section", "figure", "value");
      new TreeMap<>(side.sections())
          .forEach(
              (section, figures) ->
                  figures.forEach(
                      (name, value) ->
                          table.row().text(section).text(name).number(Long.toString(value))));
      new TreeMap<>(side.received())
          .forEach(
              (section, bytes) ->
                  table.row().text(section).text("bytes received").number(Long.toString(bytes)));
      table.end();
      html.markup("</details>\n");
    }
  }
}
