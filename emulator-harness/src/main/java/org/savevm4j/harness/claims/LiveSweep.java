// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.List;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.realtables.RealTables;

/** One kind of live update, simulated at rising rates of change. */
enum LiveSweep {
  /** The table alone on a link. */
  TABLE("table alone at 1 Gbit/s", 1, 1e3, 1e7),
  /** The same on a slow link. */
  TABLE_SLOW("table alone at 0.1 Gbit/s", 0.1, 1e3, 1e7),
  /** The table's last pass comes a window of the rate limit after the one before it. */
  TABLE_BESIDE_RAM("table, passes 100 ms apart, 1 Gbit/s", 1, 1e3, 1e7),
  /** RAM alone on a link; it takes so much longer that higher rates would take the time of all. */
  RAM("RAM alone at 1 Gbit/s", 1, 1e3, 1e6),
  /** The table alone, each entry as likely to change as any other. */
  UNIFORM_TABLE("table alone at 1 Gbit/s, changes uniform", 1, 1e5, 1e8),
  /** RAM alone, each page as likely to change as any other. */
  UNIFORM_RAM("RAM alone at 1 Gbit/s, changes uniform", 1, 1e3, 1e6);

  private static final int FINER = 4;
  private static final String UNIFORM = "uniform";
  private static final long WINDOW_NANOS = MeasuredTable.NANOS_PER_SECOND / 10;
  private static final String RAM_NAME = "made-ram-" + (MeasuredTable.MEMORY >> 20) + "m";

  private final String label;
  private final double gbits;
  private final double leastRate;
  private final double mostRate;

  LiveSweep(String label, double gbits, double leastRate, double mostRate) {
    this.label = label;
    this.gbits = gbits;
    this.leastRate = leastRate;
    this.mostRate = mostRate;
  }

  String label() {
    return label;
  }

  /** Where the sweep begins, in updates of the table a second, or in pages a second. */
  double leastRate() {
    return leastRate;
  }

  /** Where it ends. */
  double mostRate(ClaimsOptions options) {
    return mostRate * options.sweepEnd();
  }

  /** Bytes a second of its link. */
  double bytesPerSecond() {
    return LinkTimeClaim.bytesPerSecond(gbits);
  }

  /** What a rate counts. */
  String unit() {
    return this == UNIFORM_RAM ? "pages/s" : "updates/s";
  }

  /** Rates for each factor of ten; uniform changes cost so little that they can be finer. */
  int stepsPerDecade(ClaimsOptions options) {
    return isUniform() ? FINER * options.ratesPerDecade() : options.ratesPerDecade();
  }

  private boolean isUniform() {
    return this == UNIFORM_TABLE || this == UNIFORM_RAM;
  }

  /** By name; {@link #migrate} takes them. */
  List<String> workloads() {
    return isUniform() ? List.of(UNIFORM) : Claims.BUSY.stream().map(Workload::kebabName).toList();
  }

  /** The name of what is migrated. */
  String table() {
    return switch (this) {
      case UNIFORM_TABLE -> RealTables.IDLE;
      case UNIFORM_RAM -> RAM_NAME;
      default -> MeasuredTable.name(MeasuredTable.MEMORY, MeasuredTable.SHIFT);
    };
  }

  /** Simulates one migration; of the harness's guest when it has settled. */
  VirtualPrecopy migrate(String workload, long rate, long seed) throws IOException {
    return switch (this) {
      case UNIFORM_TABLE -> UniformChanges.migrateTable((double) rate, seed, bytesPerSecond());
      case UNIFORM_RAM ->
          UniformChanges.migrateRam(MeasuredTable.MEMORY, (double) rate, seed, bytesPerSecond());
      default -> migrate(new GuestOptions(Workload.ofKebabName(workload), rate, seed), rate);
    };
  }

  private VirtualPrecopy migrate(GuestOptions options, long rate) throws IOException {
    try (SteppedGuest guest =
        SteppedGuest.boot(MeasuredTable.MEMORY, MeasuredTable.SHIFT, options)) {
      guest.warm(rate);
      if (this == RAM) {
        return VirtualPrecopy.run(guest, new RamPasses(guest.ram()), bytesPerSecond());
      }
      try (Laps laps = new Laps(guest.table())) {
        VirtualPrecopy.Source source = () -> laps.next().bytes();
        return this == TABLE_BESIDE_RAM
            ? VirtualPrecopy.afterWindow(guest, source, WINDOW_NANOS)
            : VirtualPrecopy.run(guest, source, bytesPerSecond());
      }
    }
  }
}
