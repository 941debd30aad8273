// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.function.Consumer;
import org.savevm4j.harness.devices.GlobalState;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.RunControl;

/**
 * Whether the guest runs, and why not. Every change of that goes through here, under this object's
 * lock; listeners hear of it after the lock is let go.
 *
 * <p>While the guest stands for a snapshot, orders and looks wait until that is over: the stop is
 * short, and nobody is to find the guest stopped who did not stop it.
 */
final class RunSwitch implements RunControl {

  private final PseriesMachine machine;
  private final GlobalState globalState;
  private final Consumer<Consumer<EmulatorListener>> tell;

  private RunStatus status;
  private boolean ranBeforeMigration;
  private RunStatus beforeSnapshot = RunStatus.PAUSED;

  /** Whether the machine is one that must not run. */
  private boolean partLoaded;

  RunSwitch(
      PseriesMachine machine,
      GlobalState globalState,
      RunStatus status,
      Consumer<Consumer<EmulatorListener>> tell) {
    this.machine = machine;
    this.globalState = globalState;
    this.status = status;
    this.tell = tell;
    machine.onFailure(
        reason -> {
          tell.accept(EmulatorListener::stopped);
          tell.accept(listener -> listener.failed(line(reason)));
        });
  }

  synchronized RunStatus status() {
    return machine.failure() == null ? status : RunStatus.INTERNAL_ERROR;
  }

  /** Lets a guest run that was only just booted. */
  void start() {
    synchronized (this) {
      if (status() != RunStatus.PRELAUNCH) {
        return;
      }
      run();
    }
    tell.accept(EmulatorListener::resumed);
  }

  void stop() {
    synchronized (this) {
      awaitSnapshot();
      if (status() != RunStatus.RUNNING) {
        return;
      }
      machine.stop();
      if (machine.failure() != null) {
        // just now, and that told it
        return;
      }
      status = RunStatus.PAUSED;
    }
    tell.accept(EmulatorListener::stopped);
  }

  void cont() throws EmulatorException {
    synchronized (this) {
      awaitSnapshot();
      switch (status()) {
        case RUNNING -> {
          return;
        }
        case INMIGRATE ->
            throw new EmulatorException("the guest is not here yet: its migration has not ended");
        case FINISH_MIGRATE ->
            throw new EmulatorException("the guest is just being handed over by a migration");
        case INTERNAL_ERROR ->
            throw new EmulatorException("the guest failed: " + machine.failure());
        default -> {
          requireWhole();
          run();
        }
      }
    }
    tell.accept(EmulatorListener::resumed);
  }

  /** Runs {@code inspection} with the guest stopped, and lets it go on if it ran. */
  synchronized <R> R paused(Inspection<R> inspection) throws EmulatorException {
    awaitSnapshot();
    if (status == RunStatus.INMIGRATE || status == RunStatus.FINISH_MIGRATE) {
      throw new EmulatorException("there is no guest to look at while it is on its way");
    }
    machine.stop();
    try {
      return inspection.look();
    } finally {
      if (status() == RunStatus.RUNNING) {
        machine.cont();
      }
    }
  }

  @Override
  public void stopForMigration() {
    synchronized (this) {
      ranBeforeMigration = status() == RunStatus.RUNNING;
      machine.stop();
      globalState.wasRunning(ranBeforeMigration);
      status = RunStatus.FINISH_MIGRATE;
      if (machine.failure() != null) {
        throw new IllegalStateException("the guest failed: " + machine.failure());
      }
    }
    tell.accept(EmulatorListener::stopped);
  }

  @Override
  public void throttle(int percent) {
    machine.throttle(percent);
  }

  @Override
  public void resumeAfterFailure() {
    synchronized (this) {
      if (!ranBeforeMigration || status() == RunStatus.INTERNAL_ERROR) {
        status = RunStatus.PAUSED;
        return;
      }
      run();
    }
    tell.accept(EmulatorListener::resumed);
  }

  /**
   * Stops the guest for a snapshot.
   *
   * @param meanwhile what the emulator is until {@link #afterSnapshot}
   * @throws IllegalStateException if the guest has failed
   */
  void stopForSnapshot(RunStatus meanwhile) {
    boolean ran;
    synchronized (this) {
      beforeSnapshot = status();
      ran = beforeSnapshot == RunStatus.RUNNING;
      machine.stop();
      globalState.wasRunning(ran);
      status = meanwhile;
      if (machine.failure() != null) {
        throw new IllegalStateException("the guest failed: " + machine.failure());
      }
    }
    if (ran) {
      tell.accept(EmulatorListener::stopped);
    }
  }

  /**
   * Lets the guest be as it was before {@link #stopForSnapshot}; does nothing where it is already.
   *
   * @param another whether it is another guest now, which nobody has migrated away
   */
  void afterSnapshot(boolean another) {
    boolean runs;
    synchronized (this) {
      if (!status.isForSnapshot()) {
        return;
      }
      partLoaded &= !another;
      runs = beforeSnapshot == RunStatus.RUNNING && machine.failure() == null;
      if (runs) {
        run();
      } else {
        boolean here = another && beforeSnapshot == RunStatus.POSTMIGRATE;
        status = here || beforeSnapshot == RunStatus.RUNNING ? RunStatus.PAUSED : beforeSnapshot;
      }
      notifyAll();
    }
    if (runs) {
      tell.accept(EmulatorListener::resumed);
    }
  }

  /**
   * A load has changed a part of the machine and no more. It stays paused, also after {@link
   * #afterSnapshot}, until another load makes it whole. A reset does not: it renews table and
   * vCPUs, and leaves the devices of sections as they are.
   */
  synchronized void partLoaded() {
    partLoaded = true;
    status = RunStatus.PAUSED;
    notifyAll();
  }

  /**
   * Refuses a machine that must not run, and whose state is worth nothing.
   *
   * @throws EmulatorException if a load has left it part loaded
   */
  synchronized void requireWhole() throws EmulatorException {
    if (partLoaded) {
      throw new EmulatorException(
          "the machine is part loaded, by a load that failed: " + PartLoadedException.WHAT_TO_DO);
    }
  }

  /** An outgoing migration ended. A guest that is still stopped by it stays so. */
  synchronized void migrationEnded(MigrationPhase phase) {
    if (status == RunStatus.FINISH_MIGRATE) {
      status = phase == MigrationPhase.COMPLETED ? RunStatus.POSTMIGRATE : RunStatus.PAUSED;
    }
  }

  /** A stream came in, whole; the guest goes on if it is wanted and ran at the source. */
  void arrived(boolean mayRun) {
    synchronized (this) {
      if (!mayRun || !globalState.wasRunning()) {
        status = RunStatus.PAUSED;
        return;
      }
      run();
    }
    tell.accept(EmulatorListener::resumed);
  }

  /** Waits with the lock let go. An interrupt is kept for afterwards. */
  private synchronized void awaitSnapshot() {
    boolean interrupted = false;
    while (status.isForSnapshot()) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(Throwable reason) {
    return reason.toString().strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private void run() {
    machine.cont();
    status = RunStatus.RUNNING;
  }

  /** A look at a stopped guest. */
  @FunctionalInterface
  interface Inspection<R> {
    R look() throws EmulatorException;
  }
}
