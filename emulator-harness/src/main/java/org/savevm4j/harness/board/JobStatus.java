// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/**
 * Where a job stands, in QEMU's words. One that goes well is created, running, waiting, pending and
 * concluded; one that fails is created, running, aborting and concluded; null when it is dismissed.
 */
public enum JobStatus {
  CREATED("created"),
  RUNNING("running"),
  WAITING("waiting"),
  PENDING("pending"),
  ABORTING("aborting"),
  CONCLUDED("concluded"),
  NULL("null");

  private final String qemuName;

  JobStatus(String qemuName) {
    this.qemuName = qemuName;
  }

  public String qemuName() {
    return qemuName;
  }
}
