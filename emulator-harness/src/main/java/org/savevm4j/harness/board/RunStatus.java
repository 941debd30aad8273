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
  INTERNAL_ERROR("internal-error");

  private final String qemuName;

  RunStatus(String qemuName) {
    this.qemuName = qemuName;
  }

  public String qemuName() {
    return qemuName;
  }

  /** Whether the guest runs. */
  public boolean running() {
    return this == RUNNING;
  }
}
