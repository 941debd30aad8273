// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import java.util.concurrent.Semaphore;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.board.MigrationInfo;

/** A migration that somebody waits for. */
final class AwaitedMigration implements EmulatorListener {

  private final Semaphore news = new Semaphore(0);

  private AwaitedMigration() {}

  /**
   * Migrates, and answers how that went; how it goes, if the thread is interrupted.
   *
   * @throws EmulatorException if it cannot begin
   */
  static MigrationInfo run(Emulator emulator, String uri) throws EmulatorException {
    AwaitedMigration migration = new AwaitedMigration();
    emulator.addListener(migration);
    try {
      emulator.migrate(uri);
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
