// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.savevm4j.harness.page.Html;
import org.savevm4j.harness.page.HtmlTable;
import org.savevm4j.harness.report.MigrationRecord.TableMap;
import org.savevm4j.hpt.HptGeometry;

/** The guest's page table, region by region: what is in it, and what changed. */
final class TableChapter {

  private static final int HOTTEST = 8;

  private final Html html;
  private final TableMap table;
  private final long groupsPerRegion;

  private TableChapter(Html html, TableMap table) {
    this.html = html;
    this.table = table;
    this.groupsPerRegion = table.slotsPerRegion() / HptGeometry.SLOTS_PER_PTEG;
  }

  static void write(Html html, MigrationRecord side) {
    TableMap table = side.table();
    if (table != null) {
      new TableChapter(html, table).write(side.side());
    }
  }

  private void write(String side) {
    html.element("h2", "The page table");
    html.element(
        "p",
        "class=\"soft\"",
        String.format(
            Locale.ROOT,
            "The table at the %s, of 2^%d bytes: %d groups (PTEGs) of 8 slots. Each square is %d of"
                + " them, %d slots, row by row from group 0 at the top left. Neighbouring pages"
                + " hash to neighbouring groups, so what is mapped in one piece is a run of"
                + " squares.%s",
            side,
            table.shift(),
            table.groups(),
            groupsPerRegion,
            table.slotsPerRegion(),
            table.replaced() == 0
                ? ""
                : " The guest got another table "
                    + table.replaced()
                    + " times meanwhile; this is the last."));
    map("occupancy", "Entries at the end, in a square", "entries", table.occupied());
    if (table.looks() == 0) {
      return;
    }
    map("heat", "Slots found changed in the migration, in a square", "changes", table.changed());
    html.element(
        "p",
        String.format(
            Locale.ROOT,
            "%d of %d groups changed (%.1f %%) while it migrated. The marks were looked at %d"
                + " times; a slot that changes on and on counts once a look.",
            table.groupsChanged(),
            table.groups(),
            100.0 * table.groupsChanged() / table.groups(),
            table.looks()));
    hottest();
  }

  private void map(String id, String title, String what, List<Long> counts) {
    TableMapSvg map = new TableMapSvg(id, title, what, counts);
    html.markup("<figure>\n").element("figcaption", title);
    html.markup(map.legend()).markup(map.draw()).markup("</figure>\n");
  }

  private void hottest() {
    html.markup("<details>\n").element("summary", "The squares that changed most");
    HtmlTable hottest = html.table("groups", "entries", "changes");
    IntStream.range(0, table.changed().size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> table.changed().get(i)).reversed())
        .limit(HOTTEST)
        .forEach(region -> row(hottest, region));
    hottest.end();
    html.markup("</details>\n");
  }

  private void row(HtmlTable hottest, int region) {
    long from = region * groupsPerRegion;
    hottest
        .row()
        .text("0x%x to 0x%x".formatted(from, from + groupsPerRegion - 1))
        .number(Long.toString(table.occupied().get(region)))
        .number(Long.toString(table.changed().get(region)));
  }
}
