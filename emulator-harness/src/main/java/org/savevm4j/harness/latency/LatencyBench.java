// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.latency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.progress.Work;
import org.savevm4j.harness.savevm.MigrationParameters;

/** Measures in windows that take turns, before and during a migration; on the caller's thread. */
public final class LatencyBench {

  private static final long MEMORY = 512L << 20;
  private static final long SEED = 1;

  /** Until the JVM has compiled what the guest does. */
  private static final long WARM_UP_MILLIS = 3000;

  private static final long LOOK_MILLIS = 1;
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(30);

  /** So slow, in bytes a second, that the first pass over RAM outlasts a window. */
  private static final MigrationParameters WITHOUT_END = new MigrationParameters(16L << 20, 0);

  /** Takes the stream as fast as it comes, and keeps nothing. */
  private static final String SINK = "exec:cat >/dev/null";

  private final Emulator emulator;
  private final long windowMillis;

  private LatencyBench(Emulator emulator, long windowMillis) {
    this.emulator = emulator;
    this.windowMillis = windowMillis;
  }

  /**
   * Measures.
   *
   * @param rounds how many windows of each kind, 1 or more
   * @param updatesPerSecond what the guest is to reach; 0 for all it can
   * @param work is told of each window
   * @throws EmulatorException if the guest does not boot or its migration does not go on
   */
  public static LatencyResult run(int rounds, long updatesPerSecond, long windowMillis, Work work)
      throws IOException, EmulatorException, InterruptedException {
    GuestOptions guest = new GuestOptions(Workload.MIX, updatesPerSecond, SEED);
    EmulatorOptions options = new EmulatorOptions(MEMORY, 1, null, null, false, guest);
    List<LatencyFigures> before = new ArrayList<>();
    List<LatencyFigures> during = new ArrayList<>();
    try (Emulator emulator = Emulator.open(options)) {
      emulator.parameters(WITHOUT_END);
      emulator.start();
      // lets the compiler come to the guest's code; nothing is waited for
      Thread.sleep(WARM_UP_MILLIS);
      work.total(2L * rounds);
      LatencyBench bench = new LatencyBench(emulator, windowMillis);
      for (int round = 0; round < rounds; round++) {
        before.add(bench.window());
        work.done(1);
        during.add(bench.windowOfMigration());
        work.done(1);
      }
    }
    return new LatencyResult(before, during);
  }

  private LatencyFigures windowOfMigration() throws EmulatorException, InterruptedException {
    emulator.migrate(SINK);
    await("active");
    LatencyFigures figures = window();
    await("active");
    emulator.migrateCancel();
    await("cancelled");
    return figures;
  }

  private LatencyFigures window() throws EmulatorException, InterruptedException {
    UpdateTimes times = new UpdateTimes();
    emulator.watch(times);
    // the window is a length of time by definition: the guest updates meanwhile
    Thread.sleep(windowMillis);
    emulator.watch(null);
    return times.figures();
  }

  private void await(String status) throws EmulatorException, InterruptedException {
    long begin = System.nanoTime();
    while (!emulator.queryMigrate().status().equals(status)) {
      if (System.nanoTime() - begin > DEADLINE) {
        throw new EmulatorException(
            "the migration is not " + status + " but " + emulator.queryMigrate());
      }
      // the loop asks for the status itself; this only keeps the core for the guest
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
