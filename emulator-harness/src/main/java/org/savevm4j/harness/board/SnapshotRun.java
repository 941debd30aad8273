// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.savevm.Acknowledgement;
import org.savevm4j.harness.savevm.DestinationGaveUpException;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.PrecopyListener;
import org.savevm4j.harness.savevm.RunControl;
import org.savevm4j.harness.snapshot.SnapshotDraft;

/**
 * What is different about a migration whose destination is a snapshot: the guest goes on here as
 * soon as the last byte was put, while the disk still takes it. The saving thread only.
 */
final class SnapshotRun implements RunControl, Acknowledgement, PrecopyListener {

  private final RunSwitch runSwitch;
  private final PseriesMachine machine;
  private final SnapshotDraft draft;
  private Instant date = Instant.EPOCH;
  private long clockNanos;

  SnapshotRun(RunSwitch runSwitch, PseriesMachine machine, SnapshotDraft draft) {
    this.runSwitch = runSwitch;
    this.machine = machine;
    this.draft = draft;
  }

  /** When the guest was stopped. */
  Instant date() {
    return date;
  }

  /** How long the guest had run then, in ns. */
  long clockNanos() {
    return clockNanos;
  }

  @Override
  public void stopForMigration() {
    runSwitch.stopForSnapshot(RunStatus.SAVE_VM);
    date = Instant.now();
    clockNanos = machine.clockNanos();
  }

  @Override
  public void throttle(int percent) {
    machine.throttle(percent);
  }

  @Override
  public void resumeAfterFailure() {
    runSwitch.afterSnapshot(false);
  }

  @Override
  public void awaitReady() {
    throw new IllegalStateException("a file answers nothing");
  }

  @Override
  public void await() throws IOException {
    runSwitch.afterSnapshot(false);
    draft.force();
  }

  @Override
  public @Nullable DestinationGaveUpException lastWord() {
    return null;
  }

  @Override
  public boolean guestMayRunElsewhere() {
    return false;
  }

  @Override
  public void phase(MigrationPhase phase) {
    // monitors are told of migrations only
  }

  @Override
  public void pass(long pass) {
    // monitors are told of migrations only
  }
}
