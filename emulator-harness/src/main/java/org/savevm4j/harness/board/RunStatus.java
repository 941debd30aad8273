// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/** What an emulator is doing, in QEMU's words. */
public enum RunStatus {
  PRELAUNCH("prelaunch"),
  INMIGRATE("inmigrate"),
  RUNNING("running"),
  PAUSED("paused"),
  FINISH_MIGRATE("finish-migrate"),
  POSTMIGRATE("postmigrate"),
  SAVE_VM("save-vm"),
  RESTORE_VM("restore-vm"),
  INTERNAL_ERROR("internal-error");

  private final String qemuName;

  RunStatus(String qemuName) {
    this.qemuName = qemuName;
  }

  public String qemuName() {
    return qemuName;
  }

  /** Whether the guest stands just now for a snapshot, and will soon be as it was before. */
  boolean isForSnapshot() {
    return this == SAVE_VM || this == RESTORE_VM;
  }

  /** Whether the guest runs. */
  public boolean running() {
    return this == RUNNING;
  }
}
