// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/** Where a migration stands, in QEMU's words. */
public enum MigrationPhase {
  NONE("none"),
  SETUP("setup"),
  ACTIVE("active"),
  DEVICE("device"),
  CANCELLING("cancelling"),
  CANCELLED("cancelled"),
  COMPLETED("completed"),
  FAILED("failed");

  private final String qemuName;

  MigrationPhase(String qemuName) {
    this.qemuName = qemuName;
  }

  public String qemuName() {
    return qemuName;
  }

  /** Whether a migration thread is at work. */
  public boolean isUnderWay() {
    return this == SETUP || this == ACTIVE || this == DEVICE || this == CANCELLING;
  }
}
