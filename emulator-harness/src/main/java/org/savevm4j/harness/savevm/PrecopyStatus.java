// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.StateOutput;

/**
 * Phase and figures of one migration. Written by the migration thread, but for {@link #cancel};
 * everything under this object's lock, so that a reader sees figures that belong together.
 */
final class PrecopyStatus {

  /** What is said of a guest that may be running at the destination, and what to do about it. */
  private static final String UNSURE =
      "; the destination may be running the guest, so it stays paused here: if it does not run"
          + " there, cont lets it go on here";

  private final PrecopyListener listener;
  private final long begin = System.nanoTime();
  private final Instant begun = Instant.now();
  private final SwitchoverSteps steps = new SwitchoverSteps(begin);

  private MigrationPhase phase = MigrationPhase.SETUP;
  private boolean committed;
  private @Nullable String error;
  private long end;
  private long setupNanos;
  private long downtimeNanos = -1;
  private long expectedNanos = -1;
  private double bytesPerSecond;
  private int cpuThrottlePercent;
  private long transferred;
  private long passes;
  private Map<String, List<Metric>> sections = Map.of();
  private Map<String, Long> pending = Map.of();

  PrecopyStatus(PrecopyListener listener) {
    this.listener = listener;
  }

  synchronized MigrationFigures figures() {
    long until = phase.isUnderWay() ? System.nanoTime() : end;
    return new MigrationFigures(
        phase,
        error,
        until - begin,
        setupNanos,
        downtimeNanos,
        expectedNanos,
        bytesPerSecond,
        cpuThrottlePercent,
        transferred,
        sections,
        begun,
        pending,
        Map.of(),
        steps.ended());
  }

  /** Enters a phase, unless a cancel came first. */
  void enter(MigrationPhase next) throws IOException {
    synchronized (this) {
      requireNotCancelled();
      phase = next;
    }
    listener.phase(next);
  }

  /** Asks for the end; answers whether it was not too late. */
  boolean cancel() {
    synchronized (this) {
      if (committed || !phase.isUnderWay()) {
        return false;
      }
      phase = MigrationPhase.CANCELLING;
    }
    listener.phase(MigrationPhase.CANCELLING);
    return true;
  }

  /** From here on it is too late to cancel: the destination may run the guest. */
  synchronized void commit() throws IOException {
    requireNotCancelled();
    committed = true;
  }

  synchronized void requireNotCancelled() throws IOException {
    if (phase == MigrationPhase.CANCELLING) {
      throw new IOException("cancelled");
    }
  }

  /** The steps of the switchover, which the migration thread tells. */
  SwitchoverSteps steps() {
    return steps;
  }

  /** What the sections have left, in their order, and how long that would take. */
  synchronized void expectDowntime(
      List<LiveSave> live, List<Pending> left, long nanos, double speed) {
    Map<String, Long> bytes = new HashMap<>();
    for (int i = 0; i < live.size(); i++) {
      bytes.put(live.get(i).open().label(), left.get(i).bytes());
    }
    pending = bytes;
    expectedNanos = nanos;
    bytesPerSecond = speed;
  }

  synchronized void throttled(int percent) {
    cpuThrottlePercent = percent;
  }

  /** The sections have put their END. */
  synchronized void nothingIsLeft() {
    Map<String, Long> none = new HashMap<>();
    pending.keySet().forEach(name -> none.put(name, 0L));
    pending = none;
  }

  void setupEnds(SaveStream stream, StateOutput out) {
    synchronized (this) {
      setupNanos = System.nanoTime() - begin;
    }
    // with the lock let go: it tells the listener, which may ask an emulator that others ask, too
    publish(stream, out);
  }

  void publish(SaveStream stream, StateOutput out) {
    Map<String, List<Metric>> figures = new HashMap<>();
    for (LiveSave save : stream.live()) {
      figures.put(save.open().label(), save.metrics());
    }
    long pass;
    synchronized (this) {
      sections = Map.copyOf(figures);
      transferred = out.position();
      pass = figures().metric("ram", "passes") + 1;
      if (pass == passes) {
        return;
      }
      passes = pass;
    }
    listener.pass(pass);
  }

  void completed(long downtime) {
    end(MigrationPhase.COMPLETED, null, downtime);
  }

  /**
   * Tells the end of a migration that broke off.
   *
   * @param unsure whether the guest may run at the destination
   */
  void failed(Throwable cause, boolean unsure) {
    boolean wanted;
    synchronized (this) {
      wanted = phase == MigrationPhase.CANCELLING;
    }
    if (wanted) {
      end(MigrationPhase.CANCELLED, null, -1);
    } else {
      String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      end(MigrationPhase.FAILED, unsure ? reason + UNSURE : reason, -1);
    }
  }

  private void end(MigrationPhase last, @Nullable String reason, long downtime) {
    synchronized (this) {
      phase = last;
      error = reason;
      downtimeNanos = downtime;
      end = System.nanoTime();
    }
    listener.phase(last);
  }
}
