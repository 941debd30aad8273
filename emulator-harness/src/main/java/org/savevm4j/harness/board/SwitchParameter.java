// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import org.savevm4j.harness.savevm.MigrationParameters;

/** A parameter of migrations that is on or off, as monitors name it. */
public enum SwitchParameter {
  CPU_THROTTLE_TAILSLOW("cpu-throttle-tailslow");

  private final String qemuName;

  SwitchParameter(String qemuName) {
    this.qemuName = qemuName;
  }

  public String qemuName() {
    return qemuName;
  }

  /** Its value among {@code parameters}. */
  public boolean of(MigrationParameters parameters) {
    return switch (this) {
      case CPU_THROTTLE_TAILSLOW -> parameters.throttle().tailslow();
    };
  }
}
