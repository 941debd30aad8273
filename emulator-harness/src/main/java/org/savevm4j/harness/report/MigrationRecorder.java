// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.board.RunStatus;

/** Records all migrations of one emulator, in both directions, one after another. */
public final class MigrationRecorder implements EmulatorListener, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(MigrationRecorder.class.getName());

  private static final String SETUP = "setup";

  /** How long it waits at the end for whoever receives records, in ms. */
  private static final long END_MILLIS = 5000;

  private final Emulator emulator;
  private final Consumer<MigrationRecord> records;
  private final long endMillis;
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Recording current;

  private MigrationRecorder(Emulator emulator, Consumer<MigrationRecord> records, long endMillis) {
    this.emulator = emulator;
    this.records = records;
    this.endMillis = endMillis;
  }

  /**
   * Records from now on; a migration that has begun already is recorded from here.
   *
   * @param records receives each, on a thread of its own, when it has ended
   */
  public static MigrationRecorder start(Emulator emulator, Consumer<MigrationRecord> records) {
    return start(emulator, records, END_MILLIS);
  }

  /**
   * @param endMillis how long to wait at the end for whoever receives records
   */
  static MigrationRecorder start(
      Emulator emulator, Consumer<MigrationRecord> records, long endMillis) {
    MigrationRecorder recorder = new MigrationRecorder(emulator, records, endMillis);
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

  /**
   * Records no more, and waits until what has ended was received, but not for ever: a disk may
   * hang.
   */
  @Override
  public void close() {
    emulator.removeListener(this);
    end();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(endMillis);
    try {
      for (Thread thread : threads()) {
        if (!thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
          LOG.log(
              System.Logger.Level.WARNING,
              "the record of a migration was not received within " + endMillis + " ms");
        }
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
