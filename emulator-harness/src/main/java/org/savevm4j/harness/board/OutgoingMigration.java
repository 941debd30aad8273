// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
 * One migration to a URI, from the connect to the end, on a thread of its own. Its lock guards
 * which link there is. A connect that takes too long, or that nobody waits for any more, is left to
 * itself: should it succeed in the end, its thread closes the link and ends.
 */
final class OutgoingMigration implements Runnable {

  /** How long a closing emulator waits for the thread. */
  private static final long END_MILLIS = 5000;

  private final MigrationUri uri;
  private final GuardedLinks links;
  private final Function<Link, Precopy> precopyOf;
  private final PrecopyListener listener;
  private final CountDownLatch connectEnded = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("migration").daemon().unstarted(this);
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Link link;
  private @Nullable Precopy precopy;
  private MigrationFigures before = MigrationFigures.of(MigrationPhase.SETUP, null);

  /** A migration that is yet to be started. */
  OutgoingMigration(
      MigrationUri uri,
      GuardedLinks links,
      Function<Link, Precopy> precopyOf,
      PrecopyListener listener) {
    this.uri = uri;
    this.links = links;
    this.precopyOf = precopyOf;
    this.listener = listener;
  }

  void start() {
    listener.phase(MigrationPhase.SETUP);
    thread.start();
    Thread.ofVirtual().name("connect-watch").start(this::watchConnect);
  }

  MigrationUri uri() {
    return uri;
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
    if (endBefore(MigrationPhase.CANCELLED, null)) {
      return;
    }
    Precopy opened;
    Link open;
    lock.lock();
    try {
      opened = precopy;
      open = link;
    } finally {
      lock.unlock();
    }
    if (opened != null
        && open != null
        && (opened.cancel() || opened.figures().phase().isUnderWay())) {
      close(open);
    }
  }

  /** Ends it, and waits for the thread, but not for ever: a connect may block. */
  void close() throws InterruptedException {
    cancel();
    thread.join(END_MILLIS);
  }

  @Override
  public void run() {
    try (Link connected = connect()) {
      Precopy opened;
      lock.lock();
      try {
        if (before.phase() != MigrationPhase.SETUP) {
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
      endBefore(
          MigrationPhase.FAILED, failed instanceof IOException ? failed.getMessage() : "" + failed);
    }
  }

  private Link connect() throws IOException {
    try {
      return links.connect(uri);
    } finally {
      connectEnded.countDown();
    }
  }

  private void watchConnect() {
    long limit = links.stallTimeout();
    try {
      if (limit > 0 && !connectEnded.await(limit, TimeUnit.MILLISECONDS)) {
        endBefore(
            MigrationPhase.FAILED,
            uri + ": nobody answered for " + limit + " ms, the x-stall-timeout");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a migration that has no link yet; answers false if it has one, or has ended. */
  private boolean endBefore(MigrationPhase phase, @Nullable String error) {
    lock.lock();
    try {
      if (precopy != null || before.phase() != MigrationPhase.SETUP) {
        return false;
      }
      before = MigrationFigures.of(phase, error);
    } finally {
      lock.unlock();
    }
    listener.phase(phase);
    return true;
  }

  /** Ends a write that blocks. The link is given up, so what it says of that helps nobody. */
  private static void close(Link open) {
    try {
      open.close();
    } catch (IOException _) {
      // the migration thread meets the same fault and ends as cancelled
    }
  }
}
