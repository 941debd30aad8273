// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabStage;
import org.savevm4j.backend.TableBackend;
import org.savevm4j.harness.memory.SparseArena;
import org.savevm4j.hpt.HashPageTable;

/** Times the load of a first pass, which stands in memory, into a zeroed table. */
final class LoadBench {

  private static final Map<Pattern, Double> GOALS =
      new EnumMap<>(Map.of(Pattern.LOW, 1.25, Pattern.HALF, 1.5, Pattern.REAL, 1.3));

  private final Measurement asked;
  private final List<Row> rows = new ArrayList<>();

  private LoadBench(Measurement asked) {
    this.asked = asked;
  }

  /** Tables that are loaded. */
  static Set<Pattern> patterns() {
    return GOALS.keySet();
  }

  /**
   * Measures all.
   *
   * @throws IOException also if a loaded table is not the one that was told
   */
  static List<Row> run(Measurement asked) throws IOException {
    LoadBench bench = new LoadBench(asked);
    for (Map.Entry<Pattern, Double> goal : GOALS.entrySet()) {
      if (asked.measures(goal.getKey())) {
        bench.load(goal.getKey(), asked.atLeast(goal.getValue()));
      }
    }
    return bench.rows;
  }

  private void load(Pattern pattern, @Nullable Goal goal) throws IOException {
    String subject = "load " + pattern.name(asked.shift());
    HashPageTable into = Pattern.empty(asked.shift());
    try (Arena arena = SparseArena.ofShared()) {
      HashPageTable told = pattern.table(asked.shift());
      Pass pass;
      try {
        pass = Pass.first(told, arena);
        check(subject, pass, told, into);
      } finally {
        told.free();
      }
      time(new Contest(subject, goal), pass, into);
      rows.add(new Row(subject, "bytes", new double[] {pass.records().byteSize()}, null));
    } finally {
      into.free();
    }
  }

  private void time(Contest contest, Pass pass, HashPageTable into) throws IOException {
    for (int round = -Measurement.WARM_UP; round < asked.rounds(); round++) {
      PlainC c = asked.plain();
      long plainNanos = 0;
      if (c != null) {
        clear(into);
        plainNanos = ThreadTime.of(() -> c.load(into, pass.records()));
      }
      clear(into);
      HtabStage stage = stage(into);
      long nanos = ThreadTime.of(() -> RecordFeed.feed(pass.withEndMarker(), stage));
      if (round >= 0 && c == null) {
        contest.add(nanos);
      } else if (round >= 0) {
        contest.add(plainNanos, nanos);
      }
    }
    rows.addAll(contest.rows());
  }

  private void check(String subject, Pass pass, HashPageTable told, HashPageTable into)
      throws IOException {
    PlainC c = asked.plain();
    if (c != null) {
      c.load(into, pass.records());
      requireSame(subject + " in C", told, into);
      clear(into);
    }
    RecordFeed.feed(pass.withEndMarker(), stage(into));
    requireSame(subject, told, into);
  }

  private static HtabStage stage(HashPageTable into) throws IOException {
    return new TableBackend(new OneTableHost(into)).stage(into.geometry());
  }

  /** Empties a table and its map of occupied slots; all of its pages stay. */
  private static void clear(HashPageTable table) {
    table.memory().fill((byte) 0);
    for (long word = 0; word < table.occupied().words(); word++) {
      table.occupied().take(word, -1L);
    }
  }

  private static void requireSame(String subject, HashPageTable told, HashPageTable loaded)
      throws IOException {
    long at = told.memory().mismatch(loaded.memory());
    if (at >= 0) {
      throw new IOException(subject + ": the loaded table differs at byte " + at);
    }
  }
}
