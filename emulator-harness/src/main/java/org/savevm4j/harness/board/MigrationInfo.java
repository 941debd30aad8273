// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.SectionRegistry;

/**
 * A migration as monitors show it.
 *
 * @param status in QEMU's words
 * @param errorDesc one line, or null
 * @param downtimeNanos -1 while it is not known
 * @param expectedDowntimeNanos -1 while it is not known
 * @param ram figures of section ram
 * @param mbps megabits a second of the stream, as was last measured; the average before that
 * @param cpuThrottlePercent share of their time that is taken from the vCPUs; 0 for none
 * @param htab figures of section spapr/htab by their names, empty when there are none
 * @param sections those of the live sections that plugins bring, by their names
 */
public record MigrationInfo(
    String status,
    @Nullable String errorDesc,
    long totalTimeNanos,
    long setupTimeNanos,
    long downtimeNanos,
    long expectedDowntimeNanos,
    Ram ram,
    double mbps,
    int cpuThrottlePercent,
    Map<String, Long> htab,
    Map<String, Map<String, Long>> sections) {

  private static final double BITS_PER_MEGABIT_BYTE = 8e-6;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Whether it has begun and not ended. */
  public boolean underWay() {
    return Arrays.stream(MigrationPhase.values())
        .anyMatch(phase -> phase.isUnderWay() && phase.qemuName().equals(status));
  }

  /** Number of the lap over RAM that goes on, or went on last; 1 is the first. */
  public long ramPass() {
    return underWay() ? ram.passes + 1 : ram.passes;
  }

  /** Pages of RAM that were sent a second, on the average of the whole migration so far. */
  public long ramPagesPerSecond() {
    double seconds = Math.max(1, totalTimeNanos) / NANOS_PER_SECOND;
    return Math.round((ram.duplicatePages + ram.normalPages) / seconds);
  }

  static MigrationInfo of(MigrationFigures figures) {
    Map<String, Map<String, Long>> others = figures.values();
    others.remove(RamSection.NAME);
    Map<String, Long> htab = others.remove(SectionRegistry.HTAB);
    return new MigrationInfo(
        figures.phase().qemuName(),
        figures.error(),
        figures.totalNanos(),
        figures.setupNanos(),
        figures.downtimeNanos(),
        figures.expectedDowntimeNanos(),
        Ram.of(figures),
        bytesPerSecond(figures) * BITS_PER_MEGABIT_BYTE,
        figures.cpuThrottlePercent(),
        htab == null ? Map.of() : htab,
        others);
  }

  /** A slow link carries little before its speed is measured, and that is not nothing. */
  private static double bytesPerSecond(MigrationFigures figures) {
    return figures.bytesPerSecond() > 0
        ? figures.bytesPerSecond()
        : figures.transferred() / (Math.max(1, figures.totalNanos()) / NANOS_PER_SECOND);
  }

  /**
   * Figures of section ram.
   *
   * @param transferred bytes of the stream
   * @param remaining bytes of RAM that are left
   * @param total bytes of RAM
   * @param duplicatePages pages that were sent as one byte
   * @param normalPages pages that were sent whole
   * @param downtimeBytes those of {@code transferred} that were sent while the guest stood
   * @param passes laps that ended
   * @param dirtyPagesRate pages a second that the last of them found changed; 0 before the second
   */
  public record Ram(
      long transferred,
      long remaining,
      long total,
      long duplicatePages,
      long normalPages,
      long downtimeBytes,
      long passes,
      long dirtyPagesRate) {

    private static Ram of(MigrationFigures figures) {
      return new Ram(
          figures.metric(RamSection.NAME, "transferred"),
          figures.metric(RamSection.NAME, "remaining"),
          figures.metric(RamSection.NAME, "total"),
          figures.metric(RamSection.NAME, "duplicate"),
          figures.metric(RamSection.NAME, "normal"),
          figures.metric(RamSection.NAME, "downtime-bytes"),
          figures.metric(RamSection.NAME, "passes"),
          figures.metric(RamSection.NAME, "dirty-pages-rate"));
    }
  }
}
