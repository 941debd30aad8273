// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.board.RunStatus;

/** Records all migrations of one emulator, in both directions, one after another. */
public final class MigrationRecorder implements EmulatorListener, AutoCloseable {

  private static final String SETUP = "setup";

  private final Emulator emulator;
  private final Consumer<MigrationRecord> records;
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Recording current;

  private MigrationRecorder(Emulator emulator, Consumer<MigrationRecord> records) {
    this.emulator = emulator;
    this.records = records;
  }

  /**
   * Records from now on; a migration that has begun already is recorded from here.
   *
   * @param records receives each, on a thread of its own, when it has ended
   */
  public static MigrationRecorder start(Emulator emulator, Consumer<MigrationRecord> records) {
    MigrationRecorder recorder = new MigrationRecorder(emulator, records);
    emulator.addListener(recorder);
    if (emulator.queryMigrate().underWay()) {
      recorder.begin();
    }
    return recorder;
  }

  @Override
  public void stopped() {
    // the steps of the switchover tell more
  }

  @Override
  public void resumed() {
    // the steps of the switchover tell more
  }

  @Override
  public void migration(String status) {
    if (status.equals(SETUP)) {
      begin();
    } else {
      endIfOver();
    }
  }

  @Override
  public void pass(long pass) {
    // samples tell of passes
  }

  /** Records no more, and waits until what has ended was received. */
  @Override
  public void close() {
    emulator.removeListener(this);
    end();
    try {
      for (Thread thread : threads()) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Thread> threads() {
    return List.copyOf(threads);
  }

  private synchronized void begin() {
    // whoever tries again at once may be heard of before the end of the first attempt is
    endIfOver();
    if (current == null) {
      boolean source = emulator.status() != RunStatus.INMIGRATE;
      Recording.Started started = Recording.start(emulator.migrationView(), source, records);
      current = started.recording();
      threads.removeIf(thread -> !thread.isAlive());
      threads.add(started.thread());
    }
  }

  private synchronized void endIfOver() {
    if (current != null && !current.goesOn()) {
      end();
    }
  }

  private synchronized void end() {
    if (current != null) {
      current.over();
      current = null;
    }
  }
}
