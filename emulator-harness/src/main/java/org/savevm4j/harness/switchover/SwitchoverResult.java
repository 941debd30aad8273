// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.savevm4j.harness.figures.Spread;
import org.savevm4j.harness.text.Amount;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was measured, as JSON and as text. Figures are medians; the least and the most beside. */
public final class SwitchoverResult {

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_MILLI = 1e3;

  private final List<SwitchoverRow> rows;

  SwitchoverResult(List<SwitchoverRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * One row a guest, with {@code link-bits-per-second} where there was a slow link. Times are in
   * ms; each figure is the median, and has a {@code -min} and a {@code -max} beside it.
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("rows");
    for (SwitchoverRow row : rows) {
      ObjectNode each = array.addObject();
      each.put("name", name(row));
      each.put("htab-shift", row.htabShift());
      each.put("update-rate", row.updateRate());
      if (row.linkBits() != SwitchoverOptions.UNLIMITED) {
        each.put("link-bits-per-second", row.linkBits());
      }
      each.put("rounds", row.figures().size());
      millis(each, row, "downtime-ms", SwitchoverFigures::downtimeNanos);
      millis(each, row, "htab-downtime-ms", SwitchoverFigures::htabNanos);
      millis(each, row, "htab-source-ms", SwitchoverFigures::sourceNanos);
      millis(each, row, "htab-destination-ms", SwitchoverFigures::destinationNanos);
      Spread bytes = row.spread(SwitchoverFigures::htabBytes);
      each.put("htab-downtime-bytes", (long) bytes.median());
      each.put("htab-downtime-bytes-min", (long) bytes.min());
      each.put("htab-downtime-bytes-max", (long) bytes.max());
    }
    return json;
  }

  private static void millis(
      ObjectNode each, SwitchoverRow row, String name, ToLongFunction<SwitchoverFigures> figure) {
    Spread millis = row.spread(figure).in(SwitchoverResult::millis);
    each.put(name, millis.median());
    each.put(name + "-min", millis.min());
    each.put(name + "-max", millis.max());
  }

  private static double millis(double nanos) {
    return Math.rint(nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI;
  }

  private static String name(SwitchoverRow row) {
    String name = "shift " + row.htabShift() + ", " + row.updateRate() + " updates/s";
    return row.linkBits() == SwitchoverOptions.UNLIMITED
        ? name
        : name + ", " + row.linkBits() + " bit/s";
  }

  /** The same for people: a line a guest. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (SwitchoverRow row : rows) {
      text.append(name(row)).append(": downtime ");
      spread(text, row, SwitchoverFigures::downtimeNanos);
      text.append(", of the table ");
      spread(text, row, SwitchoverFigures::htabNanos);
      text.append(", ")
          .append((long) row.spread(SwitchoverFigures::htabBytes).median())
          .append(" bytes")
          .append(System.lineSeparator());
    }
    return text.toString();
  }

  private static void spread(
      StringBuilder text, SwitchoverRow row, ToLongFunction<SwitchoverFigures> figure) {
    Spread millis = row.spread(figure).in(nanos -> nanos / Amount.NANOS_PER_MILLI);
    text.append(
        String.format(
            Locale.ROOT, "%.3f ms (%.3f to %.3f)", millis.median(), millis.min(), millis.max()));
  }
}
