// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.HashPageTable;

/**
 * Times what a guest pays for an update, lock and store, with as many readers' sets of marks open
 * as there may be, of which none has a mark when a round begins. One thread: nobody else is at the
 * table.
 */
final class MarkingBench {

  private static final int UPDATES = 1 << 20;

  /** Updates in one call, so that the JVM compiles that call and not the loop around it. */
  private static final int PIECE = 1 << 12;

  private static final int HOT_SLOTS = 8;
  private static final long SEED = 7;

  /** Sets that are open, in the order of a round; none comes first. */
  private static final int[] READERS = {0, 1, 2};

  /** Nanoseconds that marking may cost, for one reader. */
  private static final double GOAL_NANOS = 2.5;

  private final Measurement asked;
  private final HashPageTable table;
  private long updates;

  private MarkingBench(Measurement asked, HashPageTable table) {
    this.asked = asked;
    this.table = table;
  }

  /** Measures all. */
  static List<Row> run(Measurement asked) throws IOException {
    HashPageTable table = Pattern.empty(asked.shift());
    try {
      MarkingBench bench = new MarkingBench(asked, table);
      long slots = table.geometry().slots();
      // one slot in each of a few groups, as far apart as they can be
      long[] hot =
          LongStream.range(0, UPDATES).map(i -> i % HOT_SLOTS * (slots / HOT_SLOTS)).toArray();
      List<Row> rows = new ArrayList<>(bench.updates("hot", hot, asked.atMost(GOAL_NANOS)));
      rows.addAll(
          bench.updates(
              "spread", new SplittableRandom(SEED).longs(UPDATES, 0, slots).toArray(), null));
      return rows;
    } finally {
      table.free();
    }
  }

  private List<Row> updates(String where, long[] slots, @Nullable Goal goal) throws IOException {
    double[][] nanos = new double[READERS.length][asked.rounds()];
    double[][] added = new double[READERS.length][asked.rounds()];
    for (int round = -Measurement.WARM_UP; round < asked.rounds(); round++) {
      for (int i = 0; i < READERS.length; i++) {
        double cost = (double) time(slots, READERS[i]) / UPDATES;
        if (round >= 0) {
          nanos[i][round] = cost;
          added[i][round] = cost - nanos[0][round];
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < READERS.length; i++) {
      String subject = where + " " + asked.shift() + " readers " + READERS[i];
      rows.add(new Row(subject, "update-ns", nanos[i], null));
      if (READERS[i] > 0) {
        rows.add(new Row(subject, "added-ns", added[i], READERS[i] == 1 ? goal : null));
      }
    }
    return rows;
  }

  private long time(long[] slots, int readers) throws IOException {
    List<DirtyMarks> sets = new ArrayList<>();
    try {
      for (int i = 0; i < readers; i++) {
        sets.add(table.tracking().open());
      }
      return ThreadTime.of(
          () -> {
            for (int from = 0; from < UPDATES; from += PIECE) {
              update(slots, from);
            }
          });
    } finally {
      sets.forEach(table.tracking()::close);
    }
  }

  private void update(long[] slots, int from) {
    for (int i = from; i < from + PIECE; i++) {
      Pattern.store(table, slots[i], updates++);
    }
  }
}
