// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.savevm4j.harness.claims.Plot.Axis;
import org.savevm4j.harness.claims.Plot.Series;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.stream.BigEndian;

/**
 * How long a read of changes takes while the locks of some entries are held: a read that leaves
 * those marked for the next one, as here, against one that waits for each.
 */
final class LockedReadClaim {

  /** log2 of the bytes of the table: the claimed 16 MiB. */
  private static final int SHIFT = 24;

  /** Slots that change before each read, spread over the table. */
  private static final int CHANGED = 4096;

  private static final int[] LOCKED = {0, 1, 64};
  private static final double[] PERCENTILES = {50, 90, 99, 100};
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final long BUFFER_BYTES = 1 << 20;

  private final HashPageTable table = MadeTable.empty(SHIFT);
  private final long stride = table.geometry().slots() / CHANGED;
  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES, 64);
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
    try {
      return claim.measure(progress);
    } finally {
      claim.table.free();
    }
  }

  private Finding measure(Consumer<String> progress) throws IOException, InterruptedException {
    change();
    // the first round only makes the code warm
    round(0, new Leaving(), new Histogram(DIGITS));
    double leaving = 0;
    double waiting = 0;
    for (int locked : LOCKED) {
      progress.accept("timing reads with " + locked + " entries locked");
      leaving = put("leaves them", locked, new Leaving());
      waiting = put("waits", locked, new Waiting());
    }
    return rows.finding(
        String.format(
            Locale.ROOT,
            "Holds here. With %d entries locked for 1 ms a read of %d changed entries takes %.0f us"
                + " in the middle and leaves the locked ones marked; one that waits takes %.0f us,"
                + " as long as the locks are held.",
            LOCKED[LOCKED.length - 1],
            CHANGED,
            leaving,
            waiting),
        new Plot(
            "A read of " + CHANGED + " changed entries",
            Axis.linear("percentile"),
            Axis.logarithmic("microseconds"),
            lines));
  }

  /** Answers the median in microseconds. */
  private double put(String kind, int locked, Reader reader)
      throws IOException, InterruptedException {
    Histogram nanos = new Histogram(DIGITS);
    long left = round(locked, reader, nanos);
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

  /** Answers how many entries each read left for the next, the most of all rounds. */
  private long round(int locked, Reader reader, Histogram nanos)
      throws IOException, InterruptedException {
    long[] slots = new long[locked];
    for (int i = 0; i < locked; i++) {
      slots[i] = i * (CHANGED / Math.max(1, locked)) * stride;
    }
    long most = 0;
    try (reader;
        LockHolder holder = new LockHolder(table, slots)) {
      reader.read();
      for (int read = 0; read < reads; read++) {
        change();
        holder.lock();
        long begin = System.nanoTime();
        reader.read();
        nanos.recordValue(System.nanoTime() - begin);
        holder.awaitRelease();
        most = Math.max(most, reader.read());
      }
    }
    return most;
  }

  private void change() {
    for (int i = 0; i < CHANGED; i++) {
      table.lock(i * stride);
      table.store(i * stride, (long) i << 12 | 1, (long) i << 12);
    }
  }

  /** A way to read what changed. */
  private interface Reader extends AutoCloseable {

    /** Reads all that changed since the last read; answers how many entries. */
    long read() throws IOException;

    @Override
    void close();
  }

  /** As the emulator does it. */
  private final class Leaving implements Reader {

    private final HtabEmitter emitter = new HtabEmitter(table);

    @Override
    public long read() throws IOException {
      long before = emitter.validSlots();
      for (long got = 1; got > 0; ) {
        got = emitter.read(buffer, BUFFER_BYTES);
      }
      return emitter.validSlots() - before;
    }

    @Override
    public void close() {
      emitter.close();
    }
  }

  /** The same with each entry's lock taken. */
  private final class Waiting implements Reader {

    private static final int BATCH = 256;

    private final DirtyMarks marks = table.tracking().open();
    private final long[] words = new long[BATCH];
    private final long[] bits = new long[BATCH];

    @Override
    public long read() {
      long entries = 0;
      long used = 0;
      int taken = BATCH;
      for (long from = 0; taken == BATCH; from = words[taken - 1] + 1) {
        taken = marks.takeNext(from, words, bits);
        for (int i = 0; i < taken; i++) {
          for (long left = bits[i]; left != 0; left &= left - 1) {
            copy((words[i] << 6) + Long.numberOfTrailingZeros(left), used);
            used = (used + HtabRecord.HEADER_BYTES + HtabRecord.ENTRY_BYTES) % (BUFFER_BYTES / 2);
            entries++;
          }
        }
        if (taken == 0) {
          break;
        }
      }
      return entries;
    }

    private void copy(long slot, long at) {
      long dword0 = table.lock(slot);
      buffer.set(BigEndian.BE64, at, slot << 32 | 1 << 16);
      buffer.set(BigEndian.BE64, at + Long.BYTES, dword0);
      buffer.set(BigEndian.BE64, at + 2 * Long.BYTES, table.dword1(slot));
      table.unlock(slot, dword0);
    }

    @Override
    public void close() {
      table.tracking().close(marks);
    }
  }
}
