// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.Locale;
import org.savevm4j.harness.page.Html;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.report.MigrationRecord.Sample;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.text.Amount;

/**
 * The figures that a reader looks for first. Each is also a {@code data} element, whose value is
 * the one that {@code demo --json} has under the same name: times in ms, sizes in bytes.
 */
final class KeyFigures {

  private static final long NANOS_PER_MICRO = 1000;
  private static final double MICROS_PER_MILLI = 1000;
  private static final double MIB = 1 << 20;
  private static final double KIB = 1 << 10;

  private final StringBuilder tiles = new StringBuilder("<dl class=\"tiles\">\n");
  private final MigrationRecord record;

  private KeyFigures(MigrationRecord record) {
    this.record = record;
  }

  static String of(MigrationRecord record) {
    KeyFigures figures = new KeyFigures(record);
    figures.time("Downtime", "downtime", record.downtimeNanos());
    figures.time("Expected at the stop", "expected-downtime", record.expectedDowntimeNanos());
    figures.time("Total time", "total-time", record.totalNanos());
    if (record.isSource()) {
      figures.source();
    } else {
      figures.size("Received", "received", record.transferred(), MIB, "MiB");
    }
    figures.table();
    return figures.tiles.append("</dl>\n").toString();
  }

  private void source() {
    time("Setup", "setup-time", record.setupNanos());
    size("Sent", "sent", record.transferred(), MIB, "MiB");
    size("RAM sent", "ram-transferred", ram("transferred"), MIB, "MiB");
    count("Passes over RAM", "ram-passes", ram("passes"), "");
    int throttle = record.samples().stream().mapToInt(Sample::throttle).max().orElse(0);
    count("Most throttling", "throttle", throttle, " %");
  }

  private void table() {
    if (!record.sections().containsKey(SectionRegistry.HTAB)) {
      return;
    }
    tile("Page table", "shift", "" + htab("shift"), "2^" + htab("shift") + " bytes");
    count("Table records", "records", htab("records"), "");
    if (record.isSource()) {
      count("Passes over the table", "passes", htab("passes"), "");
      size("Table sent", "transferred", htab("transferred"), KIB, "KiB");
      count("Table, in the downtime", "downtime-bytes", htab("downtime-bytes"), " bytes");
    }
  }

  private long ram(String name) {
    return record.figure(RamSection.NAME, name);
  }

  private long htab(String name) {
    return record.figure(SectionRegistry.HTAB, name);
  }

  private void time(String what, String name, long nanos) {
    if (nanos >= 0) {
      long micros = nanos / NANOS_PER_MICRO;
      double millis = micros / MICROS_PER_MILLI;
      tile(
          what,
          name,
          "" + millis,
          String.format(Locale.ROOT, "%.1f ms", nanos / Amount.NANOS_PER_MILLI));
    }
  }

  private void size(String what, String name, long bytes, double unit, String unitName) {
    tile(
        what,
        name,
        Long.toString(bytes),
        String.format(Locale.ROOT, "%.1f %s", bytes / unit, unitName));
  }

  private void count(String what, String name, long value, String unit) {
    tile(what, name, Long.toString(value), value + unit);
  }

  private void tile(String what, String name, String value, String shown) {
    tiles.append(
        "<div><dt>%s</dt><dd><data id=\"figure-%s\" value=\"%s\">%s</data></dd></div>%n"
            .formatted(Html.escape(what), name, value, Html.escape(shown)));
  }
}
