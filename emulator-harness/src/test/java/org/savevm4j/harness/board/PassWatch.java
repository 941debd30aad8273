// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for a migration to be at the begin of a pass when something is so. */
final class PassWatch implements EmulatorListener {

  private final Emulator emulator;
  private final Predicate<MigrationInfo> wanted;
  private final CountDownLatch seen = new CountDownLatch(1);
  private volatile long passes;

  private PassWatch(Emulator emulator, Predicate<MigrationInfo> wanted) {
    this.emulator = emulator;
    this.wanted = wanted;
  }

  static PassWatch on(Emulator emulator, Predicate<MigrationInfo> wanted) {
    PassWatch watch = new PassWatch(emulator, wanted);
    emulator.addListener(watch);
    return watch;
  }

  void await() throws InterruptedException {
    assertTrue(
        seen.await(60, TimeUnit.SECONDS),
        () -> "not seen in " + passes + " passes: " + emulator.queryMigrate());
    emulator.removeListener(this);
  }

  @Override
  public void stopped() {}

  @Override
  public void resumed() {}

  @Override
  public void migration(String status) {}

  @Override
  public void pass(long pass) {
    passes = pass;
    if (wanted.test(emulator.queryMigrate())) {
      seen.countDown();
    }
  }
}
