// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;

/**
 * Changed entries against changed pages of the table: bytes of the later passes for each update of
 * the guest, and for each changed slot where its updates are not known.
 */
final class PageTrackingClaim {

  private PageTrackingClaim() {}

  /** Compares on guests that change their table. */
  static Finding measure(List<MeasuredTable> real, List<MeasuredTable> harness) {
    Rows rows = new Rows(Claim.PAGE_TRACKING);
    List<MeasuredTable> all = new ArrayList<>(real);
    all.addAll(harness);
    Series entries = Series.dots("entries");
    Series small = Series.dots("pages of 4 KiB");
    Series large = Series.dots("pages of 64 KiB");
    for (MeasuredTable table : all) {
      if (table.changed()) {
        RecordTally later = table.later();
        Long rate = table.subject().updateRate();
        compare(rows, "entries", table, later.bytes(), entries, rate);
        compare(rows, "pages of 4 KiB", table, later.smallPageBytes(), small, rate);
        compare(rows, "pages of 64 KiB", table, later.largePageBytes(), large, rate);
        rows.computed(
            "pages of 4 KiB over entries",
            table.subject(),
            "times",
            (double) later.smallPageBytes() / later.bytes());
        rows.computed(
            "pages of 64 KiB over entries",
            table.subject(),
            "times",
            (double) later.largePageBytes() / later.bytes());
      }
    }
    return rows.finding(
        verdict(all),
        new Plot(
            "Bytes for each update, a pass every 100 ms",
            Axis.logarithmic("updates a second"),
            Axis.logarithmic("bytes an update"),
            List.of(entries, small, large)));
  }

  private static void compare(
      Rows rows, String what, MeasuredTable table, long bytes, Series dots, @Nullable Long rate) {
    rows.counted(
        "sent by " + what, table.subject(), "bytes/slot", (double) bytes / table.later().slots());
    if (table.updates() > 0 && rate != null) {
      double each = (double) bytes / table.updates();
      rows.counted("sent by " + what, table.subject(), "bytes/update", each);
      dots.add(rate.doubleValue(), each);
    }
  }

  private static String verdict(List<MeasuredTable> all) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (MeasuredTable table : all) {
      if (table.changed()) {
        double times = (double) table.later().smallPageBytes() / table.later().bytes();
        least = Math.min(least, times);
        most = Math.max(most, times);
      }
    }
    return String.format(
        Locale.ROOT,
        "Holds: pages of 4 KiB cost %.0f to %.0f times the bytes of entries, the least where the"
            + " rate is so high that a pass touches most pages.",
        least,
        most);
  }
}
