// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;

/**
 * A header a run against an index in every entry: the alternative is a 4-byte index and 16 bytes a
 * changed slot, zero for an empty one; and, to keep doublewords aligned, the same with 8 bytes.
 */
final class HeaderFormatClaim {

  private HeaderFormatClaim() {}

  /** Compares the formats on guests. */
  static Finding measure(List<MeasuredTable> real, List<MeasuredTable> harness) {
    Rows rows = new Rows(Claim.HEADER_FORMAT);
    List<MeasuredTable> all = new ArrayList<>(real);
    all.addAll(harness);
    Series first = Series.dots("first pass");
    Series later = Series.dots("later passes");
    for (MeasuredTable table : all) {
      compare(rows, "first pass", table.subject(), table.first(), first);
      if (table.changed()) {
        compare(rows, "later passes", table.subject(), table.later(), later);
      }
    }
    Series equal = Series.line("without invalidations");
    for (int percent = 100; percent <= 300; percent += 10) {
      double entries = percent / 100.0;
      equal.add(entries, (8 + 16 * entries) / (20 * entries));
    }
    return rows.finding(
        verdict(real, harness),
        new Plot(
            "Bytes with headers over bytes with an index of 4 bytes in every entry",
            Axis.linear("entries a record"),
            Axis.linear("times"),
            List.of(equal, first, later)));
  }

  private static void compare(
      Rows rows, String pass, Subject subject, RecordTally tally, Series dots) {
    dots.add(tally.entriesPerRecord(), ratio(tally));
    rows.counted(pass + ", headers", subject, "bytes", tally.bytes());
    rows.counted(pass + ", index of 4 bytes", subject, "bytes", tally.indexedBytes());
    rows.counted(pass + ", index of 8 bytes", subject, "bytes", tally.wideIndexedBytes());
    rows.computed(pass + ", headers over index of 4 bytes", subject, "times", ratio(tally));
    rows.computed(
        pass + ", mean n_valid at which both are equal",
        subject,
        "entries/record",
        Math.max(0, tally.crossover()));
  }

  private static double ratio(RecordTally tally) {
    return (double) tally.bytes() / tally.indexedBytes();
  }

  private static String verdict(List<MeasuredTable> real, List<MeasuredTable> harness) {
    StringBuilder each = new StringBuilder();
    for (MeasuredTable table : real) {
      each.append(
          String.format(
              Locale.ROOT,
              "%s %.3f times%s, ",
              table.subject().table(),
              ratio(table.first()),
              table.changed()
                  ? String.format(Locale.ROOT, " (later %.3f)", ratio(table.later()))
                  : ""));
    }
    double least = Double.MAX_VALUE;
    double most = 0;
    for (MeasuredTable table : harness) {
      if (table.changed()) {
        least = Math.min(least, ratio(table.later()));
        most = Math.max(most, ratio(table.later()));
      }
    }
    return "The reckoning holds, its premise does not. Headers take, against an index of 4 bytes,"
        + " on the first pass: "
        + each
        + String.format(
            Locale.ROOT,
            "so the index would win there; both are equal at 2 entries a record. On later passes of"
                + " the harness's guest headers take %.3f to %.3f times: the invalidations decide.",
            least,
            most);
  }
}
