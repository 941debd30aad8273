// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.report.MigrationRecord.Sample;
import org.savevm4j.harness.report.MigrationRecord.TableMap;
import org.savevm4j.harness.savevm.SwitchoverStep;

/** A migration whose every figure is known. */
final class FixedRecords {

  private static final long MILLI = 1_000_000;
  private static final long BEGUN = 1_790_000_000_000_000_000L;

  private FixedRecords() {}

  static MigrationRecord source() {
    return source("completed", null, samples());
  }

  /** A record that whatever draws breaks at: it has the time of no moment. */
  static MigrationRecord thatNoPageShows() {
    List<Sample> samples = new ArrayList<>(samples());
    samples.add(null);
    return source("completed", null, samples);
  }

  static MigrationRecord failed(String error) {
    return source("failed", error, List.of());
  }

  private static MigrationRecord source(String status, String error, List<Sample> samples) {
    return new MigrationRecord(
        MigrationRecord.SOURCE,
        "tcp:127.0.0.1:4444",
        BEGUN,
        status,
        error,
        1_234_567_890,
        41 * MILLI,
        error == null ? 91_812_345 : -1,
        87_654_321,
        70_000_123,
        Map.of(
            "ram",
            Map.of("transferred", 69_574_656L, "passes", 7L, "downtime-ns", 3_250_000L),
            "spapr/htab",
            Map.of(
                "shift", 18L,
                "passes", 13L,
                "records", 23_123L,
                "transferred", 426_496L,
                "downtime-bytes", 9_204L,
                "downtime-ns", 1_125_000L)),
        Map.of(),
        samples,
        error == null
            ? List.of(
                new SwitchoverStep("stop", 1_000 * MILLI, 2 * MILLI),
                new SwitchoverStep("sections", 1_002 * MILLI, 20 * MILLI),
                new SwitchoverStep("END ram", 1_003 * MILLI, 12 * MILLI),
                new SwitchoverStep("END spapr/htab", 1_015 * MILLI, 7 * MILLI),
                new SwitchoverStep("devices", 1_022 * MILLI, MILLI),
                new SwitchoverStep("end", 1_023 * MILLI, MILLI),
                new SwitchoverStep("acknowledgement", 1_024 * MILLI, 67_812_345))
            : List.of(),
        table(3, 10));
  }

  static MigrationRecord destination() {
    return new MigrationRecord(
        MigrationRecord.DESTINATION,
        "tcp:127.0.0.1:4444",
        BEGUN + 30 * MILLI,
        "completed",
        null,
        1_070 * MILLI,
        0,
        -1,
        -1,
        70_000_000,
        Map.of("ram", Map.of("downtime-ns", 14_500_000L)),
        Map.of("ram", 69_574_656L),
        List.of(),
        List.of(
            new SwitchoverStep("END ram", 973 * MILLI, 14 * MILLI),
            new SwitchoverStep("commit", 1_000 * MILLI, 5 * MILLI),
            new SwitchoverStep("commit ram", 1_001 * MILLI, 3 * MILLI),
            new SwitchoverStep("vCPUs start", 1_005 * MILLI, 4 * MILLI)),
        table(3, 0));
  }

  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (long i = 0; i <= 50; i++) {
      samples.add(
          new Sample(
              i * 20 * MILLI,
              i * 1_400_000,
              Map.of("ram", (50 - i) * 1_400_000L, "spapr/htab", i % 5 * 1000),
              Map.of("ram", i / 8, "spapr/htab", i / 4),
              4_000,
              50_000,
              i > 25 ? 20 : 0));
    }
    return samples;
  }

  private static TableMap table(long changed, long looks) {
    List<Long> occupied = new ArrayList<>();
    List<Long> heat = new ArrayList<>();
    for (long region = 0; region < TableHeat.REGIONS; region++) {
      occupied.add(region % 9);
      heat.add(region == 77 ? 640 : region % 100 == 0 ? changed : 0);
    }
    return new TableMap(18, 8, occupied, heat, 2048, 22, looks, 0);
  }
}
