// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.board.MigrationInfo;
import org.savevm4j.harness.progress.MigrationProgress;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.progress.Trend;

/** A migration that somebody waits for. */
final class AwaitedMigration implements EmulatorListener {

  private final Semaphore news = new Semaphore(0);

  private AwaitedMigration() {}

  /**
   * Migrates, and answers how that went; how it goes, if the thread is interrupted.
   *
   * @param display where to show it meanwhile
   * @throws EmulatorException if it cannot begin
   */
  static MigrationInfo run(Emulator emulator, String uri, Supplier<Progress> display)
      throws EmulatorException {
    AwaitedMigration migration = new AwaitedMigration();
    emulator.addListener(migration);
    try (Progress shown = display.get()) {
      emulator.migrate(uri);
      Trend trend = new Trend();
      shown.show(() -> look(emulator.queryMigrate(), trend));
      while (emulator.queryMigrate().underWay()) {
        migration.news.acquire();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      emulator.removeListener(migration);
    }
    return emulator.queryMigrate();
  }

  private static List<String> look(MigrationInfo info, Trend trend) {
    long sent = info.ram().transferred() + table(info, "transferred");
    long left = info.ram().remaining() + table(info, "remaining");
    trend.look(System.nanoTime(), sent, left);
    return new MigrationProgress(
            info.status(),
            info.ramPass(),
            table(info, "passes") + 1,
            sent,
            left,
            info.ram().dirtyPagesRate(),
            table(info, "dirty-rate"),
            info.expectedDowntimeNanos(),
            info.cpuThrottlePercent())
        .parts(trend);
  }

  private static long table(MigrationInfo info, String name) {
    return info.htab().getOrDefault(name, 0L);
  }

  @Override
  public void stopped() {
    // A stop is no end of a migration.
  }

  @Override
  public void resumed() {
    // Tells less than the phase that goes with it.
  }

  @Override
  public void migration(String status) {
    news.release();
  }

  @Override
  public void pass(long pass) {
    // Nobody waits for a pass.
  }
}
