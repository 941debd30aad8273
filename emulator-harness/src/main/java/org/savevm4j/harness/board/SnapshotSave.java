// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Objects;
import java.util.function.Supplier;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.snapshot.SnapshotDraft;
import org.savevm4j.harness.snapshot.SnapshotException;
import org.savevm4j.harness.snapshot.SnapshotStore;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.StateOutput;

/**
 * One snapshot being saved: the stream of a migration, put into a draft. {@link #run} belongs to
 * one thread, the rest to any.
 */
final class SnapshotSave {

  /** How long the guest may change more than the disk takes, before it is stopped all the same. */
  private static final long LIVE_NANOS = 10_000_000_000L;

  private static final long NO_LIMIT_MILLIS = 2_000_000;

  private final SnapshotStore store;
  private final SnapshotDraft draft;
  private final SnapshotRun run;
  private final Precopy precopy;
  private final Board board;

  SnapshotSave(
      SnapshotStore store,
      SnapshotDraft draft,
      Board board,
      RunSwitch runSwitch,
      Capabilities capabilities,
      Supplier<MigrationParameters> parameters) {
    this.store = store;
    this.draft = draft;
    this.board = board;
    this.run = new SnapshotRun(runSwitch, board.machine(), draft);
    long deadline = System.nanoTime() + LIVE_NANOS;
    this.precopy =
        new Precopy(
            new StateOutput(draft),
            Configuration.of(
                board.machine().config().machineType(), capabilities.sectionsEnabled()),
            board.sections(),
            run,
            () -> ofSnapshot(parameters.get(), deadline),
            run,
            false,
            capabilities.has(Capabilities.AUTO_CONVERGE),
            run);
  }

  /**
   * Saves, and makes it the snapshot of a tag; the guest goes on before this returns.
   *
   * @throws EmulatorException if that fails; then there is the old set of snapshots, or it says so
   */
  void run(String tag) throws EmulatorException, SnapshotException {
    precopy.run();
    MigrationFigures end = precopy.figures();
    if (end.phase() != MigrationPhase.COMPLETED) {
      throw new EmulatorException(
          "snapshot '%s' was not saved: %s"
              .formatted(tag, Objects.requireNonNullElse(end.error(), "it was cancelled")));
    }
    store.commit(draft, tag, run.date(), run.clockNanos(), board.snapshotMachine());
  }

  MigrationFigures figures() {
    return precopy.figures();
  }

  /** Ends it, if it is not too late; the guest goes on. */
  void cancel() {
    precopy.cancel();
  }

  /** A disk needs no limit, and no guest keeps a snapshot from its end. */
  static MigrationParameters ofSnapshot(MigrationParameters set, long deadline) {
    boolean late = System.nanoTime() - deadline > 0;
    return new MigrationParameters(0, late ? NO_LIMIT_MILLIS : set.downtimeLimit(), set.throttle());
  }
}
