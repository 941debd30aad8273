// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Map;
import org.savevm4j.harness.savevm.MigrationParameters;

/** A parameter of migrations, as monitors name it. */
public enum MigrationParameter {
  MAX_BANDWIDTH("max-bandwidth", "bytes/second"),
  DOWNTIME_LIMIT("downtime-limit", "ms");

  private final String qemuName;
  private final String unit;

  MigrationParameter(String qemuName, String unit) {
    this.qemuName = qemuName;
    this.unit = unit;
  }

  public String qemuName() {
    return qemuName;
  }

  /** What its value counts. */
  public String unit() {
    return unit;
  }

  /** Its value among {@code parameters}. */
  public long of(MigrationParameters parameters) {
    return switch (this) {
      case MAX_BANDWIDTH -> parameters.maxBandwidth();
      case DOWNTIME_LIMIT -> parameters.downtimeLimit();
    };
  }

  static MigrationParameters change(MigrationParameters old, Map<MigrationParameter, Long> values) {
    return new MigrationParameters(
        values.getOrDefault(MAX_BANDWIDTH, old.maxBandwidth()),
        values.getOrDefault(DOWNTIME_LIMIT, old.downtimeLimit()));
  }
}
