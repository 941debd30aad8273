// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.board.EmulatorListener;
import org.savevm4j.harness.guest.GuestStatus;
import org.savevm4j.harness.savevm.MigrationParameters;

/**
 * One migration as planned, seen from the source. Made and run by the storm's thread; listens on
 * the migration thread, and sends events there.
 */
final class StormMigration implements EmulatorListener {

  /** Bytes have no listener: they are looked at this often, in ns. */
  private static final long LOOK = 200_000;

  /** The most that the last pass may leave for the stop, in ms. It leaves less. */
  private static final long LAST_PASS_LIMIT = 2000;

  private final Emulator source;
  private final StormPlan plan;
  private final GuestStatus before;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean sent = new AtomicBoolean();

  private volatile String end = "setup";
  private volatile long passes;
  private volatile StormMoment moment;
  private volatile @Nullable EmulatorException refusal;

  /**
   * A migration that has not begun.
   *
   * @param before the guest when the plan was made
   */
  StormMigration(Emulator source, StormPlan plan, GuestStatus before) {
    this.source = source;
    this.plan = plan;
    this.before = before;
    this.moment = plan.moment();
  }

  /**
   * Migrates, and returns when the source is through or the deadline is over.
   *
   * @param deadline as {@link System#nanoTime}
   * @return how it ended, in QEMU's words; or where it was stuck
   * @throws EmulatorException if it could not begin
   */
  String run(String uri, long deadline) throws EmulatorException, InterruptedException {
    source.addListener(this);
    source.capability("return-path", true);
    // a limit of 0 is never kept by a guest that runs on
    source.parameters(new MigrationParameters(plan.bandwidth(), 0));
    if (plan.moment() == StormMoment.BEFORE) {
      send(StormMoment.BEFORE);
    }
    source.migrate(uri);
    if (plan.moment() == StormMoment.BYTES) {
      awaitBytes(deadline);
      send(StormMoment.BYTES);
    }
    boolean inTime = ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    source.removeListener(this);
    return inTime ? end : "stuck in " + end;
  }

  private void awaitBytes(long deadline) {
    while (source.queryMigrate().ram().transferred() < plan.eventBytes()
        && ended.getCount() > 0
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Laps over RAM that began. */
  long passes() {
    return passes;
  }

  /** When the event was sent. */
  StormMoment moment() {
    return moment;
  }

  /** Why the guest never heard of the event; null if it did. */
  @Nullable EmulatorException refusal() {
    return refusal;
  }

  @Override
  public void stopped() {
    // the stop is known by the phase before it
  }

  @Override
  public void resumed() {
    // only a migration that failed
  }

  @Override
  public void migration(String status) {
    end = status;
    switch (status) {
      case "active" -> sendAt(StormMoment.FIRST_PASS);
      case "device" -> send(StormMoment.COMPLETION);
      case "completed", "failed", "cancelled" -> ended.countDown();
      default -> {
        // nothing is planned for it
      }
    }
  }

  @Override
  public void pass(long pass) {
    passes = pass;
    if (pass == plan.eventPass()) {
      sendAt(StormMoment.LATER_PASS);
    }
    if (pass == plan.passes()) {
      source.parameters(new MigrationParameters(0, LAST_PASS_LIMIT));
    }
  }

  private void sendAt(StormMoment reached) {
    if (plan.moment() == reached) {
      send(reached);
    }
  }

  /** Sends the event unless it was sent, so that none waits for a moment that does not come. */
  private void send(StormMoment now) {
    if (sent.compareAndSet(false, true)) {
      moment = now;
      try {
        plan.event().send(source, before);
      } catch (EmulatorException late) {
        refusal = late;
      }
    }
  }
}
