// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationProgressTest {

  private static final long SECOND = 1_000_000_000;
  private static final long MIB = 1 << 20;

  private final Trend trend = new Trend();

  @Test
  void tellsPassBytesRateDirtyRateAndEstimatesWithTheirUnits() {
    trend.look(0, 0, 100 * MIB);
    trend.look(SECOND, 80 * MIB, 40 * MIB);
    assertEquals(
        List.of(
            "migrating (active)",
            "pass 2 over RAM and 13 over the table",
            "80.0 MiB sent at 80.0 MiB/s",
            "40.0 MiB left, about 666.7 ms",
            "dirty 20.0 MiB/s (4711 pages/s, 50123 slots/s)",
            "CPU throttle 20 %",
            "downtime about 35.0 ms if it stopped now"),
        progress(80 * MIB, 40 * MIB, 20).parts(trend));
  }

  @Test
  void guestThatChangesMoreThanIsSentHasNoEnd() {
    trend.look(0, 0, 100 * MIB);
    trend.look(SECOND, 10 * MIB, 120 * MIB);
    assertEquals(
        "120 MiB left and not shrinking", progress(10 * MIB, 120 * MIB, 0).parts(trend).get(3));
  }

  @Test
  void judgesByTheLastSecondsAndNotByTheWhole() {
    trend.look(0, 0, 500 * MIB);
    for (int second = 1; second <= 10; second++) {
      trend.look(second * SECOND, second * MIB, (500 - second) * MIB);
    }
    trend.look(11 * SECOND, 210 * MIB, 290 * MIB);
    trend.look(12 * SECOND, 410 * MIB, 90 * MIB);
    assertEquals(200.0 * MIB, trend.sentPerSecond());
  }

  @Test
  void ratesThatNoPassHasFoundYetAreLeftOut() {
    trend.look(0, 0, 100 * MIB);
    trend.look(SECOND, 80 * MIB, 40 * MIB);
    assertEquals(
        "dirty 20.0 MiB/s",
        new MigrationProgress("active", 1, 1, 80 * MIB, 40 * MIB, 0, 0, -1, 0)
            .parts(trend)
            .getLast());
  }

  @Test
  void saysOnlyTheStatusBeforeAnythingIsKnown() {
    assertEquals(
        List.of("migrating (active)"),
        new MigrationProgress("active", 1, 1, 42, 0, 0, 0, -1, 0).parts(trend));
  }

  private static MigrationProgress progress(long sent, long left, int throttle) {
    return new MigrationProgress("active", 2, 13, sent, left, 4711, 50123, 35_000_000, throttle);
  }
}
