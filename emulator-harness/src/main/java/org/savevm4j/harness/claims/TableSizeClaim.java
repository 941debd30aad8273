// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.hpt.Hpte;

/** How large tables are, and what is in them. */
final class TableSizeClaim {

  /** What Linux asks for by itself: a group of 128 bytes for two pages, 256 KiB at least. */
  private static final int LINUX_GROUP_PAGES_SHIFT = 1;

  private static final int GROUP_SHIFT = 7;
  private static final int LEAST_SHIFT = 18;
  private static final int SMALL_PAGE_SHIFT = 12;
  private static final int LARGE_PAGE_SHIFT = 16;

  private static final int LEAST_MEMORY_SHIFT = 29;
  private static final int MOST_MEMORY_SHIFT = 39;
  private static final int STEP = 2;
  private static final double PERCENT = 100;
  private static final double MIB = 1 << 20;

  private TableSizeClaim() {}

  /** Measures on guests, and reckons by the rules of QEMU and Linux. */
  static Finding measure(List<MeasuredTable> real, List<MeasuredTable> harness) {
    Rows rows = new Rows(Claim.TABLE_SIZE);
    real.forEach(table -> count(rows, table));
    count(rows, harness.getFirst());
    Series qemu = Series.line("QEMU");
    Series linux64 = Series.line("Linux, 64 KiB pages");
    Series linux4 = Series.line("Linux, 4 KiB pages");
    for (int shift = LEAST_MEMORY_SHIFT; shift <= MOST_MEMORY_SHIFT; shift += STEP) {
      rule(rows, "QEMU", qemu, shift, MachineConfig.htabShiftFor(1L << shift));
      rule(rows, "Linux with 64 KiB pages", linux64, shift, linux(shift, LARGE_PAGE_SHIFT));
      rule(rows, "Linux with 4 KiB pages", linux4, shift, linux(shift, SMALL_PAGE_SHIFT));
    }
    return rows.finding(
        verdict(real),
        new Plot(
            "Size of the table by the guest's RAM, by rule",
            Axis.logarithmic("RAM, MiB"),
            Axis.logarithmic("table, MiB"),
            List.of(qemu, linux64, linux4)));
  }

  private static void count(Rows rows, MeasuredTable table) {
    TableShape shape = table.shape();
    Subject subject = table.subject();
    rows.counted("slots", subject, "slots", shape.slots());
    rows.counted("RAM over table", subject, "times", ratio(table));
    rows.counted("valid entries", subject, "entries", shape.valid());
    rows.counted("valid share", subject, "%", PERCENT * shape.occupancy());
    rows.counted(
        "bolted share of the valid", subject, "%", PERCENT * shape.bolted() / shape.valid());
  }

  private static double ratio(MeasuredTable table) {
    return (double) table.memoryBytes() / (table.shape().slots() * Hpte.BYTES);
  }

  private static void rule(Rows rows, String who, Series series, int memoryShift, int tableShift) {
    series.add((1L << memoryShift) / MIB, (1L << tableShift) / MIB);
    rows.computed(
        "table of " + who + " for " + (1L << memoryShift - 20) + " MiB of RAM",
        Subject.unused("rule"),
        "MiB",
        (1L << tableShift) / MIB);
  }

  private static int linux(int memoryShift, int pageShift) {
    return Math.max(memoryShift - pageShift - LINUX_GROUP_PAGES_SHIFT + GROUP_SHIFT, LEAST_SHIFT);
  }

  private static String verdict(List<MeasuredTable> real) {
    StringBuilder each = new StringBuilder();
    for (MeasuredTable table : real) {
      each.append(
          String.format(
              Locale.ROOT,
              "%s%s 1/%.0f with %d of %d slots valid (%.1f %%)",
              each.isEmpty() ? "" : ", ",
              table.subject().table(),
              ratio(table),
              table.shape().valid(),
              table.shape().slots(),
              PERCENT * table.shape().occupancy()));
    }
    return "The size holds, the million entries do not. Table over RAM and what is in it: "
        + each
        + ". QEMU gives 1/128 of RAM, rounded up, so 16 MiB belong to a guest of over 1 to 2 GiB;"
        + " a linear map of 64 KiB pages fills 1/32 of such a table, and little else is in it.";
  }
}
