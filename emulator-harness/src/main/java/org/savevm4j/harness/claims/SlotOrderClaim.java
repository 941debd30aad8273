// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.hpt.HptGeometry;

/** Which slots of a group are in use. */
final class SlotOrderClaim {

  private static final double PERCENT = 100;

  private SlotOrderClaim() {}

  /** Measures on guests; of the harness's the last one is drawn. */
  static Finding measure(List<MeasuredTable> real, List<MeasuredTable> harness) {
    Rows rows = new Rows(Claim.SLOT_ORDER);
    List<Series> lines = new ArrayList<>();
    for (MeasuredTable table : real) {
      lines.add(count(rows, table));
    }
    for (MeasuredTable table : harness) {
      Series line = count(rows, table);
      if (table.equals(harness.getLast())) {
        lines.add(line);
      }
    }
    return rows.finding(
        verdict(real),
        new Plot(
            "Valid entries by slot of the group",
            Axis.whole("slot of the group"),
            Axis.logarithmic("share of the valid entries, %"),
            lines));
  }

  private static Series count(Rows rows, MeasuredTable table) {
    TableShape shape = table.shape();
    Series line = Series.line(table.subject().table() + ", " + table.subject().load());
    for (int place = 0; place < HptGeometry.SLOTS_PER_PTEG; place++) {
      rows.counted(
          "slot " + place + ", primary", table.subject(), "entries", shape.primary()[place]);
      rows.counted(
          "slot " + place + ", secondary", table.subject(), "entries", shape.secondary()[place]);
      line.add(place, PERCENT * shape.at(place));
    }
    rows.counted(
        "found by the secondary hash", table.subject(), "%", PERCENT * shape.bySecondary());
    rows.counted(
        "behind an empty slot of their group", table.subject(), "%", PERCENT * shape.behindRoom());
    return line;
  }

  private static String verdict(List<MeasuredTable> real) {
    StringBuilder each = new StringBuilder();
    for (MeasuredTable table : real) {
      TableShape shape = table.shape();
      each.append(
          String.format(
              Locale.ROOT,
              "%s%s has %.1f %% of its entries in slot 0, %.1f %% in slot 1, and %.2f %% behind an"
                  + " empty slot",
              each.isEmpty() ? "" : "; ",
              table.subject().table(),
              PERCENT * shape.at(0),
              PERCENT * shape.at(1),
              PERCENT * shape.behindRoom()));
    }
    return "Holds: " + each + ".";
  }
}
