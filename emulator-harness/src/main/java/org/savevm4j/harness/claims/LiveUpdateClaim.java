// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.htab.HtabRecord;

/**
 * Downtime of stop-and-copy against a live update, as the guest changes its table faster; the same
 * for its memory pages. Live is said to pay while it at least halves the downtime.
 */
final class LiveUpdateClaim {

  private static final double PAYS = 0.5;
  private static final double DECADE = 10;
  private static final double ROUNDING = 1.01;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double SINGLE_ENTRY_BYTES = HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES;

  private final Rows rows = new Rows(Claim.LIVE_UPDATE);
  private final Map<LiveSweep, List<Range>> ranges = new EnumMap<>(LiveSweep.class);
  private final ClaimsOptions options;

  private LiveUpdateClaim(ClaimsOptions options) {
    this.options = options;
  }

  /** How many sweeps are simulated and rates are checked. */
  static int steps(ClaimsOptions options) {
    return LiveSweep.values().length + options.rates().length;
  }

  /** Simulates, then checks with migrations of the harness. */
  static Finding measure(ClaimsOptions options, Consumer<String> progress)
      throws IOException, InterruptedException {
    LiveUpdateClaim claim = new LiveUpdateClaim(options);
    List<Plot> plots = new ArrayList<>();
    for (LiveSweep sweep : LiveSweep.values()) {
      progress.accept("simulating live updates: " + sweep.label());
      List<Series> lines = new ArrayList<>();
      for (String workload : sweep.workloads()) {
        lines.add(claim.sweep(sweep, workload));
      }
      plots.add(
          new Plot(
              "Downtime of a live update over stop-and-copy: " + sweep.label(),
              Axis.logarithmic(sweep.unit()),
              Axis.linear("times"),
              lines));
    }
    claim.reckon(LiveSweep.UNIFORM_TABLE, SINGLE_ENTRY_BYTES);
    claim.reckon(LiveSweep.UNIFORM_RAM, RamPasses.PAGE_BYTES);
    LiveCheck.measure(claim.rows, options, progress);
    return claim.rows.finding(claim.verdict(), plots.toArray(Plot[]::new));
  }

  private Series sweep(LiveSweep sweep, String workload) throws IOException {
    Series line = Series.line(workload);
    long upTo = 0;
    boolean pays = true;
    double most = 0;
    for (int step = 0; ; step++) {
      double exact =
          sweep.leastRate() * Math.pow(DECADE, (double) step / sweep.stepsPerDecade(options));
      if (exact > ROUNDING * sweep.mostRate(options)) {
        break;
      }
      long rate = Math.round(exact);
      VirtualPrecopy result = sweep.migrate(workload, rate, options.seed());
      put(sweep, new Subject(sweep.table(), workload, rate), result);
      line.add((double) rate, result.ratio());
      pays &= result.ratio() <= PAYS;
      upTo = pays ? rate : upTo;
      most = Math.max(most, result.ratio());
    }
    Subject subject = Subject.of(sweep.table(), workload);
    rows.simulated(sweep.label() + ", live halves the downtime up to", subject, sweep.unit(), upTo);
    rows.simulated(sweep.label() + ", most of live over stop-and-copy", subject, "times", most);
    ranges.computeIfAbsent(sweep, _ -> new ArrayList<>()).add(new Range(upTo, most));
    return line;
  }

  private void put(LiveSweep sweep, Subject subject, VirtualPrecopy result) {
    double millis = MILLIS_PER_SECOND / sweep.bytesPerSecond();
    rows.simulated(
        sweep.label() + ", stop-and-copy downtime", subject, "ms", result.stopBytes() * millis);
    rows.simulated(sweep.label() + ", live downtime", subject, "ms", result.liveBytes() * millis);
    rows.simulated(
        sweep.label() + ", live sends in all",
        subject,
        "times",
        (double) result.totalBytes() / result.stopBytes());
  }

  /**
   * Where live halves the downtime of n places of c bytes each that change alike, at rate u on a
   * link of b: passes settle at a share x of all with x = 1 - exp(-u x c / b), which for 1/2 gives
   * u = 2 ln 2 b / c, whatever n is.
   */
  private void reckon(LiveSweep sweep, double placeBytes) {
    rows.computed(
        sweep.label() + ", live halves the downtime up to",
        Subject.of(sweep.table(), "uniform"),
        sweep.unit(),
        crossover(sweep, placeBytes));
  }

  private static double crossover(LiveSweep sweep, double placeBytes) {
    return Math.rint(2 * Math.log(2) * sweep.bytesPerSecond() / placeBytes);
  }

  private String verdict() {
    StringBuilder each = new StringBuilder();
    ranges.forEach(
        (sweep, found) -> {
          long least = found.stream().mapToLong(Range::upTo).min().orElse(0);
          long most = found.stream().mapToLong(Range::upTo).max().orElse(0);
          double ratio = found.stream().mapToDouble(Range::ratio).max().orElse(0);
          each.append(
              String.format(
                  Locale.ROOT,
                  "%s%s: %s%s %s (%.2f times)",
                  each.isEmpty() ? "" : "; ",
                  sweep.label(),
                  least == most ? "" : least + " to ",
                  most,
                  sweep.unit(),
                  ratio));
        });
    return String.format(
        Locale.ROOT,
        "For memory pages it holds soon, for the table only at rates that no workload here gets"
            + " near. Live at least halves the downtime up to these rates, by workload, with the"
            + " most that it is of stop-and-copy's at any rate looked at: %s. Where all changes"
            + " alike, the reckoned limits at 1 Gbit/s are %.0f entries a second and %.0f pages a"
            + " second.",
        each,
        crossover(LiveSweep.UNIFORM_TABLE, SINGLE_ENTRY_BYTES),
        crossover(LiveSweep.UNIFORM_RAM, RamPasses.PAGE_BYTES));
  }

  /** Up to which rate live pays, and the most that its downtime is of stop-and-copy's. */
  private record Range(long upTo, double ratio) {}
}
