// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.packedbench;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
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
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("rows");
    String last = "";
    for (PackedBenchRow row : rows) {
      if (!row.stream().equals(last)) {
        last = row.stream();
        same(array, last + " classic-bytes", row.classicBytes());
      }
      String name = row.stream() + " " + row.way() + " ";
      same(array, name + "bytes", row.bytes());
      if (row.hasTable()) {
        same(array, name + "percent", rounded(row.percent()));
        spread(array, name + "pack-mb-per-s", row.packSpeeds());
        spread(array, name + "unpack-mb-per-s", row.unpackSpeeds());
      }
    }
    return json;
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
      text.append(row.hasTable() ? figures(row) : String.format("no table%n"));
    }
    return text.toString();
  }

  private static String figures(PackedBenchRow row) {
    return String.format(
        Locale.ROOT,
        "%8.2f%% %10.0f %12.0f%n",
        row.percent(),
        PackedBenchRow.median(row.packSpeeds()) / MB,
        PackedBenchRow.median(row.unpackSpeeds()) / MB);
  }

  /** A figure that is the same each time: bytes as a whole number. */
  private static void same(ArrayNode rows, String name, Number figure) {
    ObjectNode row = rows.addObject().put("name", name);
    for (String key : List.of("median", "min", "max")) {
      if (figure instanceof Long bytes) {
        row.put(key, bytes);
      } else {
        row.put(key, figure.doubleValue());
      }
    }
  }

  private static void spread(ArrayNode rows, String name, double[] ascending) {
    rows.addObject()
        .put("name", name)
        .put("median", megabytes(PackedBenchRow.median(ascending)))
        .put("min", megabytes(ascending[0]))
        .put("max", megabytes(ascending[ascending.length - 1]));
  }

  private static double megabytes(double speed) {
    return Math.rint(speed / MB);
  }

  private static double rounded(double percent) {
    return Math.rint(percent * THOUSAND) / THOUSAND;
  }
}
