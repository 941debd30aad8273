// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.text.Amount;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.stream.Budget;

/** Times first passes over each pattern, and later passes over one of them. */
final class PassBench {

  /** What a call of the migration thread has, in nanoseconds. */
  private static final long BUDGET_NANOS = 5_000_000;

  private static final Map<Pattern, Double> FIRST_GOALS =
      new EnumMap<>(
          Map.of(Pattern.LOW, 2.2, Pattern.HALF, 3.0, Pattern.ALL, 1.7, Pattern.REAL, 3.5));

  private final Measurement asked;
  private final @Nullable PlainC plain;
  private final List<Row> rows = new ArrayList<>();

  private PassBench(Measurement asked) {
    this.asked = asked;
    this.plain = asked.plain();
  }

  /**
   * Measures all.
   *
   * @throws IOException also if C and ours tell different numbers of bytes
   */
  static List<Row> run(Measurement asked) throws IOException {
    PassBench bench = new PassBench(asked);
    for (Pattern pattern : Pattern.values()) {
      if (!asked.measures(pattern)) {
        continue;
      }
      HashPageTable table = pattern.table(asked.shift());
      try {
        bench.first(pattern, table);
        if (pattern == Pattern.LOW) {
          for (ChangedShare share : ChangedShare.values()) {
            bench.later(share, pattern, table);
          }
        }
      } finally {
        table.free();
      }
    }
    return bench.rows;
  }

  private void first(Pattern pattern, HashPageTable table) throws IOException {
    String subject = "first " + pattern.name(asked.shift());
    Double bound = FIRST_GOALS.get(pattern);
    Contest contest = new Contest(subject, bound == null ? null : asked.atLeast(bound));
    long bytes = wholeLap(table);
    double[] open = new double[asked.rounds()];
    double[] read = new double[asked.rounds()];
    double[] most = new double[asked.rounds()];
    if (plain != null) {
      requireSame(subject, plain.firstPass(table), bytes);
    }
    for (int round = -Measurement.WARM_UP; round < asked.rounds(); round++) {
      PlainC c = plain;
      long plainNanos = c == null ? 0 : ThreadTime.of(() -> c.firstPass(table));
      long readNanos = c == null ? 0 : ThreadTime.of(() -> c.readLines(table));
      HtabEmitter[] emitter = new HtabEmitter[1];
      long openNanos = ThreadTime.of(() -> emitter[0] = new HtabEmitter(table));
      try (HtabEmitter opened = emitter[0]) {
        long nanos = ThreadTime.of(() -> lap(opened));
        if (round >= 0) {
          open[round] = openNanos / Amount.NANOS_PER_MILLI;
          read[round] = readNanos / Amount.NANOS_PER_MILLI;
          most[round] = (double) plainNanos / readNanos;
          add(contest, plainNanos, nanos);
        }
      }
    }
    rows.addAll(contest.rows());
    if (plain != null && pattern.isDense()) {
      rows.add(new Row(subject, "read-ms", read, null));
      rows.add(new Row(subject, "c-over-read", most, null));
    }
    rows.add(new Row(subject, "open-ms", open, null));
    rows.add(bytes(subject, bytes));
  }

  private void later(ChangedShare share, Pattern pattern, HashPageTable table) throws IOException {
    String subject = "later " + pattern.name(asked.shift()) + " " + share.words();
    Contest contest = new Contest(subject, share.goal() == 0 ? null : asked.atLeast(share.goal()));
    long bytes = 0;
    try (HtabEmitter emitter = new HtabEmitter(table)) {
      lap(emitter);
      ChangedSlots changed = new ChangedSlots(table, share);
      for (int round = -Measurement.WARM_UP; round < asked.rounds(); round++) {
        PlainC c = plain;
        changed.mark();
        long plainNanos = 0;
        if (c != null) {
          changed.setDirty();
          long[] plainBytes = new long[1];
          plainNanos = ThreadTime.of(() -> plainBytes[0] = c.laterPass(table));
          changed.requireClean();
          bytes = plainBytes[0];
        }
        if (round == -Measurement.WARM_UP) {
          long told = wholeLap(emitter);
          if (c != null) {
            requireSame(subject, bytes, told);
          }
          bytes = told;
        } else {
          long nanos = ThreadTime.of(() -> lap(emitter));
          if (round >= 0) {
            add(contest, plainNanos, nanos);
          }
        }
      }
    }
    rows.addAll(contest.rows());
    rows.add(bytes(subject, bytes));
  }

  /** A lap with a guest that runs, in calls of the migration thread's usual time. */
  private static void lap(HtabEmitter emitter) throws IOException {
    CountingTarget target = new CountingTarget();
    boolean ended;
    do {
      Budget budget = new Budget(Long.MAX_VALUE, System.nanoTime() + BUDGET_NANOS);
      ended = emitter.emit(target, budget, false);
    } while (!ended);
  }

  private static long wholeLap(HashPageTable table) throws IOException {
    try (HtabEmitter emitter = new HtabEmitter(table)) {
      return wholeLap(emitter);
    }
  }

  /** A lap in one call, so that no record is cut where a call ends; answers the bytes. */
  private static long wholeLap(HtabEmitter emitter) throws IOException {
    CountingTarget target = new CountingTarget();
    emitter.emit(target, Budget.unlimited(), false);
    return target.position();
  }

  private void add(Contest contest, long plainNanos, long nanos) {
    if (plain == null) {
      contest.add(nanos);
    } else {
      contest.add(plainNanos, nanos);
    }
  }

  private static Row bytes(String subject, long bytes) {
    return new Row(subject, "bytes", new double[] {bytes}, null);
  }

  private static void requireSame(String subject, long plainBytes, long ourBytes)
      throws IOException {
    if (plainBytes != ourBytes) {
      throw new IOException(
          subject + ": C tells " + plainBytes + " bytes of records, ours " + ourBytes);
    }
  }
}
