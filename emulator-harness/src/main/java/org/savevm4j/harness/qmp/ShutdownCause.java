// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

/** Why the guest's life ended, or began anew, as events call that. */
public enum ShutdownCause {
  QUIT("host-qmp-quit"),
  SYSTEM_RESET("host-qmp-system-reset"),
  SIGNAL("host-signal"),
  PARENT_GONE("host-ui"),
  INCOMING_FAILED("host-error");

  private final String qemuName;

  ShutdownCause(String qemuName) {
    this.qemuName = qemuName;
  }

  String qemuName() {
    return qemuName;
  }
}
