// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.realtables.RealTables;

/**
 * A guest's table as it was saved live: its shape, and the records of the first pass and of the
 * later ones.
 *
 * @param subject which guest
 * @param memoryBytes of RAM
 * @param later all later passes, added up
 * @param updates slots that the guest changed during the later passes, one that it changed twice
 *     counted twice; -1 if that is not known
 */
record MeasuredTable(
    Subject subject,
    long memoryBytes,
    TableShape shape,
    RecordTally first,
    RecordTally later,
    long updates) {

  /** RAM of the harness's guest, and log2 of its table's bytes: those of the real idle guest. */
  static final long MEMORY = 512L << 20;

  static final int SHIFT = 22;

  /** The guest of a table of 16 MiB by the same rule. */
  static final long LARGE_MEMORY = 2L << 30;

  static final int LARGE_SHIFT = 24;

  /** Updates before anything is counted, so that the processes are many and their pages mixed. */
  static final long WARM_UPDATES = 100_000;

  static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Between the passes, in ns of the guest's clock: a window of the migration's rate limit. */
  private static final long LAP_NANOS = NANOS_PER_SECOND / 10;

  /** What was run on real QEMU, which the streams do not say. */
  private static final Map<String, RealGuest> REAL =
      Map.of(
          RealTables.IDLE, new RealGuest("idle", 512L << 20),
          RealTables.FORK, new RealGuest("fork", 1L << 30),
          RealTables.CHURN, new RealGuest("churn", 512L << 20));

  /** The real guests that have a table. */
  static List<MeasuredTable> real() throws IOException {
    List<MeasuredTable> tables = new ArrayList<>();
    for (String name : RealTables.names()) {
      try (RealTable table = RealTable.read(name)) {
        RealGuest guest = REAL.get(name);
        if (table != null && guest != null) {
          tables.add(
              new MeasuredTable(
                  Subject.of(name, guest.workload),
                  guest.memoryBytes,
                  TableShape.of(table.table()),
                  table.firstPass(),
                  table.laterPasses(),
                  -1));
        }
      }
    }
    return tables;
  }

  /** The harness's guest with some workload: a first pass, then later ones at even distances. */
  static MeasuredTable harness(
      long memoryBytes, int shift, Workload workload, long rate, long seed, int laps)
      throws IOException {
    try (SteppedGuest guest =
        SteppedGuest.boot(memoryBytes, shift, new GuestOptions(workload, rate, seed))) {
      guest.warm(rate);
      TableShape shape = TableShape.of(guest.table());
      RecordTally later = new RecordTally();
      try (Laps passes = new Laps(guest.table())) {
        final RecordTally first = passes.next();
        long before = guest.updates();
        for (int lap = 0; lap < laps; lap++) {
          guest.run(LAP_NANOS);
          later.add(passes.next());
        }
        return new MeasuredTable(
            new Subject(name(memoryBytes, shift), workload.kebabName(), rate),
            memoryBytes,
            shape,
            first,
            later,
            guest.updates() - before);
      }
    }
  }

  /** How rows call a table of the harness's guest. */
  static String name(long memoryBytes, int shift) {
    return "harness-" + (memoryBytes >> 20) + "m-shift-" + shift;
  }

  /** Whether the guest changed its table during the later passes. */
  boolean changed() {
    return later.slots() > 0;
  }

  private record RealGuest(String workload, long memoryBytes) {}
}
