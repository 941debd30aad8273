// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.function.Consumer;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.text.Amount;

/** Migrations of a whole machine over a slow link, live and with its guest stopped before. */
final class LiveCheck {

  private static final double GBITS = 1;

  private LiveCheck() {}

  /** Adds the rows. */
  static void measure(Rows rows, ClaimsOptions options, Consumer<String> progress)
      throws IOException, InterruptedException {
    for (long rate : options.rates()) {
      progress.accept("migrating a guest of " + rate + " updates a second, live and stopped");
      measure(rows, options, rate);
    }
  }

  private static void measure(Rows rows, ClaimsOptions options, long rate)
      throws IOException, InterruptedException {
    int runs = options.timedRuns();
    double[] live = new double[runs];
    double[] stopped = new double[runs];
    double[] liveBytes = new double[runs];
    double[] stoppedBytes = new double[runs];
    for (int run = 0; run < runs; run++) {
      MeasuredMigration.Outcome outcome =
          MeasuredMigration.run(rate, options.seed(), LinkTimeClaim.bytesPerSecond(GBITS), true);
      live[run] = outcome.downtimeNanos() / Amount.NANOS_PER_MILLI;
      liveBytes[run] = outcome.tableBytes();
      outcome =
          MeasuredMigration.run(rate, options.seed(), LinkTimeClaim.bytesPerSecond(GBITS), false);
      stopped[run] = outcome.downtimeNanos() / Amount.NANOS_PER_MILLI;
      stoppedBytes[run] = outcome.tableBytes();
    }
    Subject subject =
        new Subject(
            MeasuredTable.name(MeasuredTable.MEMORY, MeasuredTable.SHIFT),
            Workload.MIX.kebabName(),
            rate);
    rows.timed("migration at 1 Gbit/s, live, downtime", subject, "ms", live);
    rows.timed("migration at 1 Gbit/s, stop-and-copy, downtime", subject, "ms", stopped);
    rows.timed(
        "migration at 1 Gbit/s, live, table's bytes in the downtime", subject, "bytes", liveBytes);
    rows.timed(
        "migration at 1 Gbit/s, stop-and-copy, table's bytes", subject, "bytes", stoppedBytes);
  }
}
