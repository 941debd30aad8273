// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.progress.MigrationProgress;
import org.savevm4j.harness.progress.Trend;
import tools.jackson.databind.JsonNode;

/** What a source's answers to {@code query-migrate} say of how it goes. One thread. */
final class ReportedProgress {

  private final Trend trend = new Trend();

  /** The parts to show of one more answer, which is of now. */
  List<String> look(JsonNode report) {
    JsonNode ram = report.path("ram");
    JsonNode table = report.path("htab");
    long sent = number(ram, "transferred") + number(table, "transferred");
    long left = number(ram, "remaining") + number(table, "remaining");
    trend.look(System.nanoTime(), sent, left);
    JsonNode expected = report.path("expected-downtime");
    return new MigrationProgress(
            report.path("status").asString(""),
            number(ram, "dirty-sync-count"),
            number(table, "passes") + 1,
            sent,
            left,
            number(ram, "dirty-pages-rate"),
            number(table, "dirty-rate"),
            expected.isNumber() ? TimeUnit.MILLISECONDS.toNanos(expected.asLong()) : -1,
            report.path("cpu-throttle-percentage").asInt(0))
        .parts(trend);
  }

  private static long number(JsonNode of, String name) {
    return of.path(name).asLong(0);
  }
}
