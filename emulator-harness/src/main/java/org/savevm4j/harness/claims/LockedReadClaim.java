// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.savevm4j.harness.hcall.PendingTable;
import org.savevm4j.harness.machine.HptHolder;
import org.savevm4j.harness.page.Plot;
import org.savevm4j.harness.page.Plot.Axis;
import org.savevm4j.harness.page.Plot.Series;
import org.savevm4j.harness.text.Amount;
import org.savevm4j.hpt.HashPageTable;

/**
 * How long a read of changes takes while the locks of some entries are held: the channel's, which
 * leaves those marked for the next read, against one that waits for each.
 */
final class LockedReadClaim {

  /** log2 of the bytes of the table: the claimed 16 MiB. */
  private static final int SHIFT = 24;

  /** Slots that change before each read, spread over the table. */
  private static final int CHANGED = 4096;

  static final int[] LOCKED = {0, 1, 64};
  private static final double[] PERCENTILES = {50, 90, 99, 100};
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int WARM_READS = 200;

  private final HptHolder host = new HptHolder(SHIFT, new PendingTable());
  private final HashPageTable table = MadeTable.empty(SHIFT);
  private final long stride = table.geometry().slots() / CHANGED;
  private final Rows rows = new Rows(Claim.LOCKED_READ);
  private final List<Series> lines = new ArrayList<>();
  private final int reads;

  private LockedReadClaim(int reads) {
    this.reads = reads;
  }

  /** Times both kinds of read. */
  static Finding measure(ClaimsOptions options, Consumer<String> progress)
      throws IOException, InterruptedException {
    LockedReadClaim claim = new LockedReadClaim(options.lockedReads());
    claim.host.install(claim.table);
    try {
      return claim.measure(progress);
    } finally {
      // frees the table
      claim.host.adopt(null);
    }
  }

  private Finding measure(Consumer<String> progress) throws IOException, InterruptedException {
    change();
    round(WARM_READS, 0, new LeavingReader(host, BUFFER_BYTES), new Histogram(DIGITS));
    round(WARM_READS, 0, new WaitingReader(table, BUFFER_BYTES), new Histogram(DIGITS));
    double leaving = 0;
    double waiting = 0;
    for (int locked : LOCKED) {
      progress.accept("timing reads with " + locked + " entries locked");
      leaving = put("leaves them", locked, new LeavingReader(host, BUFFER_BYTES), left(locked));
      waiting = put("waits", locked, new WaitingReader(table, BUFFER_BYTES), 0);
    }
    return rows.finding(verdict(leaving, waiting), plot());
  }

  private static String verdict(double leaving, double waiting) {
    return String.format(
        Locale.ROOT,
        "Holds here. With %d entries locked for %.0f ms a read of %d changed entries takes %.0f us"
            + " in the middle and leaves the locked ones for the next read; one that waits takes"
            + " %.0f us, for it ends only after the locks do.",
        LOCKED[LOCKED.length - 1],
        LockHolder.HOLD_NANOS / Amount.NANOS_PER_MILLI,
        CHANGED,
        leaving,
        waiting);
  }

  private Plot plot() {
    return new Plot(
        "A read of " + CHANGED + " changed entries",
        Axis.linear("percentile"),
        Axis.logarithmic("microseconds"),
        lines);
  }

  /**
   * Answers the median in microseconds.
   *
   * @param held entries that such a read leaves for the next if they are locked until it returns
   */
  private double put(String kind, int locked, ChangeReader reader, long held)
      throws IOException, InterruptedException {
    Histogram nanos = new Histogram(DIGITS);
    long left = Math.max(held, round(reads, locked, reader, nanos));
    Subject subject =
        Subject.of("made-shift-" + SHIFT, CHANGED + " changes, " + locked + " locked");
    double median = nanos.getValueAtPercentile(PERCENTILES[0]) / NANOS_PER_MICRO;
    rows.add(
        new ClaimRow(
            Claim.LOCKED_READ,
            "a read that " + kind,
            subject,
            "us",
            How.TIMED,
            median,
            nanos.getMinValue() / NANOS_PER_MICRO,
            nanos.getMaxValue() / NANOS_PER_MICRO));
    Series line = Series.line(kind + ", " + locked + " locked");
    for (double percentile : PERCENTILES) {
      double micros = nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
      line.add(percentile, micros);
      rows.timed(
          String.format(Locale.ROOT, "a read that %s, percentile %.0f", kind, percentile),
          subject,
          "us",
          micros);
    }
    lines.add(line);
    rows.counted("left for the next read by one that " + kind, subject, "entries/read", left);
    return median;
  }

  /** Answers how many entries a read left for the next one, the most of all. */
  private long round(int count, int locked, ChangeReader reader, Histogram nanos)
      throws IOException, InterruptedException {
    long[] slots = slots(locked);
    long most = 0;
    try (reader;
        LockHolder holder = new LockHolder(table, slots)) {
      reader.read();
      for (int read = 0; read < count; read++) {
        change();
        holder.lock();
        long begin = System.nanoTime();
        reader.read();
        nanos.recordValue(System.nanoTime() - begin);
        holder.awaitRelease();
        reader.read();
        most = Math.max(most, reader.entries());
      }
    }
    return most;
  }

  /**
   * Answers how many entries a read leaves for the next one that are locked until it returns: on a
   * busy computer those that are locked for a while may be free before they are looked at.
   */
  private long left(int locked) throws IOException {
    long[] slots = slots(locked);
    long[] dword0 = new long[locked];
    try (LeavingReader reader = new LeavingReader(host, BUFFER_BYTES)) {
      reader.read();
      change();
      for (int i = 0; i < locked; i++) {
        dword0[i] = table.lock(slots[i]);
      }
      reader.read();
      for (int i = 0; i < locked; i++) {
        table.unlock(slots[i], dword0[i]);
      }
      reader.read();
      return reader.entries();
    }
  }

  private long[] slots(int locked) {
    long[] slots = new long[locked];
    for (int i = 0; i < locked; i++) {
      slots[i] = (long) i * (CHANGED / locked) * stride;
    }
    return slots;
  }

  private void change() {
    for (int i = 0; i < CHANGED; i++) {
      MadeTable.store(table, i * stride, 0);
    }
  }
}
