// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.savevm4j.harness.page.Html;
import org.savevm4j.harness.report.DowntimeSvg.Row;
import org.savevm4j.harness.savevm.SectionDowntime;

/** Where the downtime went: by step, at both sides, and by section. */
final class DowntimeChapter {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Html html;
  private final List<MigrationRecord> sides;

  DowntimeChapter(Html html, List<MigrationRecord> sides) {
    this.html = html;
    this.sides = sides;
  }

  void write() {
    html.element("h2", "The downtime, step by step");
    List<Row> rows = DowntimeSvg.rows(sides);
    if (rows.isEmpty()) {
      html.element("p", "The guest was not stopped for it.");
      return;
    }
    html.element(
        "p",
        "class=\"soft\"",
        "From the order to stop the vCPUs. Pale bars are parts of the bar above them. The END of a"
            + " section is what it sends of its last lap, with the guest stopped; a destination"
            + " waits in it for the bytes. The source's acknowledgement is the destination's work"
            + " and the way there and back.");
    html.markup("<figure>\n<figcaption>Steps in ms after the stop</figcaption>\n");
    html.markup(DowntimeSvg.draw(rows)).markup("</figure>\n");
    bySteps(rows);
    bySections();
  }

  private void bySteps(List<Row> rows) {
    begin("side", "step", "from ms", "took ms");
    for (Row row : rows) {
      html.markup("<tr>").element("td", row.side());
      html.element("td", (row.part() ? "\u2013 " : "") + row.name());
      number(row.millis()).markup("");
      number(row.took()).markup("</tr>\n");
    }
    html.markup("</tbody>\n</table></div>\n");
  }

  private void bySections() {
    html.element("h3", "By section");
    html.element(
        "p",
        "class=\"soft\"",
        "How long each live section was at work while the guest stood, waits for the link left out"
            + " at the source. The two sides overlap.");
    begin("section", "side", "at work ms");
    for (MigrationRecord side : sides) {
      for (String section : new TreeSet<>(side.sections().keySet())) {
        html.markup("<tr>").element("td", section).element("td", side.side());
        number(side.figure(section, SectionDowntime.NAME) / NANOS_PER_MILLI).markup("</tr>\n");
      }
    }
    html.markup("</tbody>\n</table></div>\n");
  }

  private void begin(String... heads) {
    html.markup("<div class=\"wide\"><table>\n<thead><tr>");
    for (String head : heads) {
      html.element("th", "scope=\"col\"", head);
    }
    html.markup("</tr></thead>\n<tbody>\n");
  }

  private Html number(double millis) {
    return html.element("td", "class=\"n\"", String.format(Locale.ROOT, "%.3f", millis));
  }
}
