// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.report.MigrationRecord.Sample;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.text.Amount;

/** The plots of one side's samples over time. */
final class ReportPlots {

  private static final double KIB = 1 << 10;
  private static final double MIB = 1 << 20;
  private static final int PAGE_BYTES = 4096;

  /** A rate is over so long at least: shorter ones show the scheduler. */
  private static final long RATE_NANOS = 100_000_000;

  private final List<Sample> samples;

  ReportPlots(List<Sample> samples) {
    this.samples = samples;
  }

  private static Axis time() {
    return Axis.linear("s after the order to migrate");
  }

  /** Bytes left by section; what has nothing left has no point there. */
  Plot left() {
    Set<String> names = new TreeSet<>();
    samples.forEach(sample -> names.addAll(sample.pending().keySet()));
    List<Series> lines = new ArrayList<>();
    for (String name : names) {
      Series line = Series.line(name);
      for (Sample sample : samples) {
        Long bytes = sample.pending().get(name);
        if (bytes != null) {
          line.add(seconds(sample), bytes / KIB);
        }
      }
      lines.add(line);
    }
    return new Plot("Left to send, by section", time(), Axis.logarithmic("KiB left"), lines);
  }

  /** What is sent and what the guest changes, in RAM. */
  Plot rates() {
    Series sent = Series.line("sent");
    Series dirty = Series.line("RAM changed");
    int from = 0;
    for (Sample sample : samples) {
      while (from + 1 < samples.size()
          && sample.nanos() - samples.get(from + 1).nanos() >= RATE_NANOS) {
        from++;
      }
      long nanos = sample.nanos() - samples.get(from).nanos();
      if (nanos > 0) {
        long bytes = sample.transferred() - samples.get(from).transferred();
        sent.add(seconds(sample), bytes / MIB / (nanos / Amount.NANOS_PER_SECOND));
        dirty.add(seconds(sample), (double) sample.dirtyPages() * PAGE_BYTES / MIB);
      }
    }
    return new Plot("Sent and changed", time(), Axis.linear("MiB/s"), List.of(sent, dirty));
  }

  /** What the guest changes in its table. */
  Plot dirtySlots() {
    Series slots = Series.line("slots changed");
    samples.forEach(sample -> slots.add(seconds(sample), (double) sample.dirtySlots()));
    return new Plot(
        "Page table: slots that each pass found changed",
        time(),
        Axis.linear("slots/s"),
        List.of(slots));
  }

  /** Laps that have ended. */
  Plot passes() {
    Series ram = Series.line(RamSection.NAME);
    Series table = Series.line(SectionRegistry.HTAB);
    for (Sample sample : samples) {
      ram.add(seconds(sample), sample.passes().getOrDefault(RamSection.NAME, 0L).doubleValue());
      table.add(
          seconds(sample), sample.passes().getOrDefault(SectionRegistry.HTAB, 0L).doubleValue());
    }
    return new Plot("Passes that have ended", time(), Axis.whole("passes"), List.of(ram, table));
  }

  /** What is taken from the vCPUs. */
  Plot throttle() {
    Series percent = Series.line("taken from the vCPUs");
    samples.forEach(sample -> percent.add(seconds(sample), sample.throttle()));
    return new Plot("Throttling", time(), Axis.whole("% of their time"), List.of(percent));
  }

  /** What came, at a destination. */
  Plot received() {
    Series bytes = Series.line("payloads");
    samples.forEach(sample -> bytes.add(seconds(sample), sample.transferred() / MIB));
    return new Plot(
        "Received", Axis.linear("s after the stream began"), Axis.linear("MiB"), List.of(bytes));
  }

  private static double seconds(Sample sample) {
    return sample.nanos() / Amount.NANOS_PER_SECOND;
  }
}
