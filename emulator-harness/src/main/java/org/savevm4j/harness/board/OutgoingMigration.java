// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.savevm.PrecopyListener;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;

/**
 * One migration to a URI, from the connect to the end, on a thread of its own. Its lock guards what
 * a cancel closes.
 */
final class OutgoingMigration implements Runnable {

  /** How long a closing emulator waits for the thread. */
  private static final long END_MILLIS = 5000;

  private final MigrationUri uri;
  private final Function<Link, Precopy> precopyOf;
  private final PrecopyListener listener;
  private final Thread thread = Thread.ofPlatform().name("migration").daemon().unstarted(this);
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Link link;
  private @Nullable Precopy precopy;
  private MigrationFigures before =
      new MigrationFigures(MigrationPhase.SETUP, null, 0, 0, -1, -1, 0, 0, 0, Map.of());

  OutgoingMigration(MigrationUri uri, Function<Link, Precopy> precopyOf, PrecopyListener listener) {
    this.uri = uri;
    this.precopyOf = precopyOf;
    this.listener = listener;
  }

  void start() {
    thread.start();
  }

  MigrationFigures figures() {
    lock.lock();
    try {
      return precopy == null ? before : precopy.figures();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends it. Once the last byte is on its way, that means to wait no longer for the destination's
   * word: the migration has failed then, and the guest stays paused, since it may run there.
   */
  void cancel() {
    lock.lock();
    try {
      if (precopy != null) {
        if (precopy.cancel() || precopy.figures().phase().isUnderWay()) {
          closeLink();
        }
        return;
      }
      if (before.phase() != MigrationPhase.SETUP) {
        return;
      }
      before = ended(MigrationPhase.CANCELLED, null);
    } finally {
      lock.unlock();
    }
    listener.phase(MigrationPhase.CANCELLED);
  }

  /** Ends it, and waits for the thread, but not for ever: a connect may block. */
  void close() throws InterruptedException {
    cancel();
    thread.join(END_MILLIS);
  }

  @Override
  public void run() {
    try (Link connected = uri.connect()) {
      Precopy opened;
      lock.lock();
      try {
        if (before.phase() == MigrationPhase.CANCELLED) {
          return;
        }
        link = connected;
        opened = precopyOf.apply(connected);
        precopy = opened;
      } finally {
        lock.unlock();
      }
      opened.run();
    } catch (IOException | RuntimeException | Error failed) {
      // a thread that ended without a word would leave the migration under way for ever
      failed(failed);
    }
  }

  private void failed(Throwable cause) {
    lock.lock();
    try {
      if (precopy != null || before.phase() != MigrationPhase.SETUP) {
        return;
      }
      before =
          ended(
              MigrationPhase.FAILED,
              cause instanceof IOException ? cause.getMessage() : "" + cause);
    } finally {
      lock.unlock();
    }
    listener.phase(MigrationPhase.FAILED);
  }

  /** Ends a write that blocks. The link is given up, so what it says of that helps nobody. */
  private void closeLink() {
    if (link != null) {
      try {
        link.close();
      } catch (IOException _) {
        // the migration thread meets the same fault and ends as cancelled
      }
    }
  }

  private static MigrationFigures ended(MigrationPhase phase, @Nullable String error) {
    return new MigrationFigures(phase, error, 0, 0, -1, -1, 0, 0, 0, Map.of());
  }
}
