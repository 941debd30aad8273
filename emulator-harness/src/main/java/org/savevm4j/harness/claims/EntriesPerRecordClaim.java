// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.hpt.HashPageTable;

/** How many entries a record holds: on guests' tables, and on made ones from empty to full. */
final class EntriesPerRecordClaim {

  /** log2 of the bytes of the made table: 65536 slots. */
  private static final int SHIFT = 20;

  private static final int STEPS = 40;
  private static final double PERCENT = 100;

  private EntriesPerRecordClaim() {}

  /** Measures on guests and on tables filled by chance. */
  static Finding measure(List<MeasuredTable> real, List<MeasuredTable> harness, long seed)
      throws IOException {
    Rows rows = new Rows(Claim.ENTRIES_PER_RECORD);
    Series realDots = Series.dots("real guests");
    Series harnessDots = Series.dots("the harness's guest");
    real.forEach(table -> count(rows, table, realDots));
    harness.forEach(table -> count(rows, table, harnessDots));
    Series made = Series.line("tables filled by chance");
    double two = sweep(rows, made, seed);
    return rows.finding(
        verdict(real, harness, two, made.points().getLast()),
        new Plot(
            "Entries a record on the first pass",
            Axis.linear("valid slots, %"),
            Axis.logarithmic("entries a record"),
            List.of(made, realDots, harnessDots)));
  }

  private static void count(Rows rows, MeasuredTable table, Series dots) {
    Subject subject = table.subject();
    RecordTally first = table.first();
    dots.add(PERCENT * table.shape().occupancy(), first.entriesPerRecord());
    rows.counted("first pass, records", subject, "records", first.records());
    rows.counted("first pass, entries", subject, "entries/record", first.entriesPerRecord());
    rows.counted("first pass, records of 8 entries", subject, "%", PERCENT * first.ofAGroup());
    rows.counted("first pass, records of one entry", subject, "%", PERCENT * first.ofOneEntry());
    if (table.changed()) {
      RecordTally later = table.later();
      rows.counted("later passes, records", subject, "records", later.records());
      rows.counted("later passes, entries", subject, "entries/record", later.entriesPerRecord());
      rows.counted("later passes, slots", subject, "slots/record", later.slotsPerRecord());
      rows.counted("later passes, records of one slot", subject, "%", PERCENT * later.ofOneSlot());
      rows.counted("later passes, invalidations", subject, "slots", later.invalid());
    }
  }

  /** Answers the share of valid slots, in %, at which records first hold two entries. */
  private static double sweep(Rows rows, Series made, long seed) throws IOException {
    HashPageTable table = MadeTable.empty(SHIFT);
    try {
      SplittableRandom random = new SplittableRandom(seed);
      long slots = table.geometry().slots();
      long entries = 0;
      double two = Double.NaN;
      for (int step = 1; step <= STEPS; step++) {
        entries = MadeTable.fill(table, random, entries, slots * step / STEPS);
        double occupancy = PERCENT * entries / slots;
        RecordTally first = firstPass(table);
        double mean = first.entriesPerRecord();
        made.add(occupancy, mean);
        two = Double.isNaN(two) && mean >= 2 ? occupancy : two;
        Subject subject =
            Subject.unused(
                String.format(Locale.ROOT, "made-shift-%d-%.1f-percent", SHIFT, occupancy));
        rows.simulated("first pass, entries", subject, "entries/record", mean);
        rows.simulated(
            "first pass, records of 8 entries", subject, "%", PERCENT * first.ofAGroup());
      }
      return two;
    } finally {
      table.free();
    }
  }

  private static RecordTally firstPass(HashPageTable table) throws IOException {
    try (Laps passes = new Laps(table)) {
      return passes.next();
    }
  }

  private static String verdict(
      List<MeasuredTable> real, List<MeasuredTable> harness, double two, Plot.Point fullest) {
    double most = 0;
    for (MeasuredTable table : real) {
      most = Math.max(most, table.first().entriesPerRecord());
    }
    double slots = 0;
    for (MeasuredTable table : harness) {
      slots = Math.max(slots, table.later().slotsPerRecord());
    }
    return String.format(
        Locale.ROOT,
        "The first half does not hold here, the second does. On the first pass real tables give at"
            + " most %.3f entries a record. Tables filled by chance reach 2 with %.1f %% of the"
            + " slots valid, and %.1f with %.1f %%. On later passes a record tells at most %.3f"
            + " slots on the harness's guest.",
        most,
        two,
        fullest.y(),
        fullest.x(),
        slots);
  }
}
