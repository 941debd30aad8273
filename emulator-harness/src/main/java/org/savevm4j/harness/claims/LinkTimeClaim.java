// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.savevm4j.harness.links.TokenBucket;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.harness.realtables.RealTables;
import org.savevm4j.harness.text.Amount;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * How long a first pass takes on links of some speeds, with nothing else on them: timed through a
 * {@link TokenBucket} for tables that fit the time there is, reckoned by bytes for larger ones.
 */
final class LinkTimeClaim {

  /** In Gbit/s. */
  static final int[] SPEEDS = {1, 10, 100};

  private static final int LEAST_SHIFT = 23;
  private static final int MOST_SHIFT = 32;
  private static final int CLAIMED_SHIFT = 24;
  private static final int TIMED_STEP = 2;

  private static final double BYTES_PER_GBIT = 125e6;

  /** 1448 bytes of TCP payload go in 1538 on the wire, with preamble and gap. */
  private static final double ETHERNET = 1538.0 / 1448;

  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double MIB = 1 << 20;

  private final Rows rows = new Rows(Claim.LINK_TIME);
  private final ClaimsOptions options;
  private final Consumer<String> progress;

  private LinkTimeClaim(ClaimsOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Bytes a second of a link. */
  static double bytesPerSecond(double gbits) {
    return gbits * BYTES_PER_GBIT;
  }

  /** How many sizes are timed. */
  static int steps(ClaimsOptions options) {
    return (options.timedShift() - CLAIMED_SHIFT) / TIMED_STEP + 1;
  }

  /** Times full tables, and the real idle guest's table repeated to their size. */
  static Finding measure(List<MeasuredTable> real, ClaimsOptions options, Consumer<String> progress)
      throws IOException {
    return new LinkTimeClaim(options, progress).measure(real.getFirst());
  }

  private Finding measure(MeasuredTable idle) throws IOException {
    for (int shift = CLAIMED_SHIFT; shift <= options.timedShift(); shift += TIMED_STEP) {
      progress.accept("timing first passes of tables of " + (1L << shift - 20) + " MiB");
      time("full-shift-" + shift, MadeTable.full(shift));
      try (RealTable table = RealTable.read(RealTables.IDLE)) {
        if (table != null) {
          time("idle-tiled-shift-" + shift, MadeTable.tiled(table.table(), shift));
        }
      }
    }
    double sparse = (double) idle.first().bytes() / idle.shape().slots();
    List<Series> lines = new ArrayList<>();
    for (int speed : SPEEDS) {
      lines.add(reckon("full", speed, HtabRecord.ENTRY_BYTES));
      lines.add(reckon("idle-tiled", speed, sparse));
    }
    double claimed = fullMillis(CLAIMED_SHIFT, HtabRecord.ENTRY_BYTES, 1);
    return rows.finding(
        verdict(claimed, fullMillis(CLAIMED_SHIFT, sparse, 1)),
        new Plot(
            "Time of a whole first pass, by bytes over speed",
            Axis.logarithmic("table, MiB"),
            Axis.logarithmic("ms"),
            lines));
  }

  private void time(String name, HashPageTable table) throws IOException {
    try {
      Subject subject = Subject.unused(name);
      rows.timed("first pass, no link", subject, "ms", runs(table, 0));
      for (int speed : SPEEDS) {
        rows.timed("first pass at " + speed + " Gbit/s", subject, "ms", runs(table, speed));
      }
    } finally {
      table.free();
    }
  }

  private double[] runs(HashPageTable table, int gbits) throws IOException {
    double[] millis = new double[options.timedRuns()];
    // the first one finds the code and the caches cold
    firstPass(table, gbits);
    for (int run = 0; run < millis.length; run++) {
      millis[run] = firstPass(table, gbits) / Amount.NANOS_PER_MILLI;
    }
    return millis;
  }

  /** Nanoseconds of a first pass; 0 Gbit/s is no link at all. */
  private static long firstPass(HashPageTable table, int gbits) throws IOException {
    StateOutput out =
        new StateOutput(
            gbits == 0
                ? Channels.newChannel(OutputStream.nullOutputStream())
                : new TokenBucket(
                    Channels.newChannel(OutputStream.nullOutputStream()), bytesPerSecond(gbits)));
    try (HtabEmitter emitter = new HtabEmitter(table)) {
      long begin = System.nanoTime();
      emitter.emit(RecordTarget.of(out), Budget.unlimited(), true);
      out.flush();
      return System.nanoTime() - begin;
    }
  }

  private Series reckon(String name, int gbits, double bytesPerSlot) {
    Series line = Series.line(name + " at " + gbits + " Gbit/s");
    for (int shift = LEAST_SHIFT; shift <= MOST_SHIFT; shift++) {
      double millis = fullMillis(shift, bytesPerSlot, gbits);
      Subject subject = Subject.unused(name + "-shift-" + shift);
      line.add((1L << shift) / MIB, millis);
      rows.computed("bytes over " + gbits + " Gbit/s", subject, "ms", millis);
      if (shift == CLAIMED_SHIFT) {
        rows.computed(
            "the same in TCP over Ethernet, " + gbits + " Gbit/s",
            subject,
            "ms",
            millis * ETHERNET);
      }
    }
    return line;
  }

  private static double fullMillis(int shift, double bytesPerSlot, int gbits) {
    double bytes = (1L << shift) / (double) HtabRecord.ENTRY_BYTES * bytesPerSlot;
    return bytes / bytesPerSecond(gbits) * MILLIS_PER_SECOND;
  }

  private String verdict(double fullMillis, double sparseMillis) {
    String largest =
        String.format(
            Locale.ROOT,
            "A table of 4 GiB would take %.1f s full and %.2f s as sparse as the real ones, at 1"
                + " Gbit/s.",
            fullMillis(MOST_SHIFT, HtabRecord.ENTRY_BYTES, 1) / MILLIS_PER_SECOND,
            sparseMillis * (1L << MOST_SHIFT - CLAIMED_SHIFT) / MILLIS_PER_SECOND);
    return String.format(
        Locale.ROOT,
        "Holds as an upper bound: 16 MiB are %.0f ms at 1 Gbit/s, %.0f ms in TCP over Ethernet."
            + " Only a full table has them: one as sparse as the real ones has %.1f ms of records."
            + " %s",
        fullMillis,
        fullMillis * ETHERNET,
        sparseMillis,
        largest);
  }
}
