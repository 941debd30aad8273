// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.figures.Spread;
import org.savevm4j.harness.figures.SpreadRows;
import tools.jackson.databind.node.ObjectNode;

/** What was measured. MB are 10^6 classic bytes, whatever a way made of them. */
public final class PackedBenchResult {

  private static final double MB = 1e6;
  private static final double THOUSAND = 1000;

  private final List<PackedBenchRow> rows;

  PackedBenchResult(List<PackedBenchRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * Rows {@code STREAM classic-bytes}, and for each way {@code STREAM WAY bytes}, {@code percent}
   * of the classic bytes, {@code pack-mb-per-s} and {@code unpack-mb-per-s}. A stream without a
   * table has bytes only, 0.
   */
  public ObjectNode toJson() {
    SpreadRows figures = new SpreadRows();
    String last = "";
    for (PackedBenchRow row : rows) {
      if (!row.stream().equals(last)) {
        last = row.stream();
        figures.add(last + " classic-bytes", Spread.of((double) row.classicBytes()));
      }
      String name = row.stream() + " " + row.way() + " ";
      figures.add(name + "bytes", Spread.of((double) row.bytes()));
      Spread pack = row.packSpeed();
      Spread unpack = row.unpackSpeed();
      if (pack != null && unpack != null) {
        figures
            .add(name + "percent", Spread.of(rounded(row.percent())))
            .add(name + "pack-mb-per-s", pack.in(PackedBenchResult::megabytes))
            .add(name + "unpack-mb-per-s", unpack.in(PackedBenchResult::megabytes));
      }
    }
    return figures.toJson();
  }

  /** The same for people, speeds as medians. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-28s %-8s %10s %9s %10s %12s%n",
            "stream",
            "way",
            "bytes",
            "classic",
            "pack MB/s",
            "unpack MB/s"));
    for (PackedBenchRow row : rows) {
      text.append(
          String.format(Locale.ROOT, "%-28s %-8s %10d ", row.stream(), row.way(), row.bytes()));
      Spread pack = row.packSpeed();
      Spread unpack = row.unpackSpeed();
      text.append(
          pack == null || unpack == null
              ? String.format("no table%n")
              : String.format(
                  Locale.ROOT,
                  "%8.2f%% %10.0f %12.0f%n",
                  row.percent(),
                  pack.median() / MB,
                  unpack.median() / MB));
    }
    return text.toString();
  }

  private static double megabytes(double speed) {
    return Math.rint(speed / MB);
  }

  private static double rounded(double percent) {
    return Math.rint(percent * THOUSAND) / THOUSAND;
  }
}
