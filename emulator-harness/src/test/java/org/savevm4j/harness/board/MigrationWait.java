// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for an emulator's migration to end, and tells how it did, and what was warned of. */
final class MigrationWait implements EmulatorListener {

  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");

  /** A migration that a test waits for takes seconds, and more of them on a busy computer. */
  private static final long LIMIT_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private volatile String end = "none";

  static MigrationWait on(Emulator emulator) {
    MigrationWait wait = new MigrationWait();
    emulator.addListener(wait);
    return wait;
  }

  String await() throws InterruptedException {
    assertTrue(ended.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the migration does not end");
    return end;
  }

  List<String> warnings() {
    return warnings;
  }

  @Override
  public void warned(String line) {
    warnings.add(line);
  }

  @Override
  public void stopped() {}

  @Override
  public void resumed() {}

  @Override
  public void migration(String status) {
    if (ENDS.contains(status)) {
      end = status;
      ended.countDown();
    }
  }

  @Override
  public void pass(long pass) {}
}
