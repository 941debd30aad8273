// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.savevm4j.harness.page.Html;
import org.savevm4j.harness.page.HtmlTable;
import org.savevm4j.harness.report.DowntimeSvg.Row;
import org.savevm4j.harness.savevm.SectionDowntime;
import org.savevm4j.harness.text.Amount;

/** Where the downtime went: by step, at both sides, and by section. */
final class DowntimeChapter {

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
    HtmlTable table = html.table("side", "step", "from ms", "took ms");
    for (Row row : rows) {
      table
          .row()
          .text(row.side())
          .text((row.part() ? "\u2013 " : "") + row.name())
          .number(digits(row.millis()))
          .number(digits(row.took()));
    }
    table.end();
  }

  private void bySections() {
    html.element("h3", "By section");
    html.element(
        "p",
        "class=\"soft\"",
        "How long each live section was at work while the guest stood, waits for the link left out"
            + " at the source. The two sides overlap.");
    HtmlTable table = html.table("section", "side", "at work ms");
    for (MigrationRecord side : sides) {
      for (String section : new TreeSet<>(side.sections().keySet())) {
        long nanos = side.figure(section, SectionDowntime.NAME);
        table.row().text(section).text(side.side()).number(digits(nanos / Amount.NANOS_PER_MILLI));
      }
    }
    table.end();
  }

  private static String digits(double millis) {
    return String.format(Locale.ROOT, "%.3f", millis);
  }
}
