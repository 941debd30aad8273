// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Map;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.ThrottleParameters;

/** A parameter of migrations that is a number, as monitors name it. */
public enum MigrationParameter {
  MAX_BANDWIDTH("max-bandwidth", "bytes/second"),
  DOWNTIME_LIMIT("downtime-limit", "ms"),
  CPU_THROTTLE_INITIAL("cpu-throttle-initial", "%"),
  CPU_THROTTLE_INCREMENT("cpu-throttle-increment", "%"),
  MAX_CPU_THROTTLE("max-cpu-throttle", "%"),
  THROTTLE_TRIGGER_THRESHOLD("throttle-trigger-threshold", "%"),
  STALL_TIMEOUT("x-stall-timeout", "ms"),
  KEEP_ALIVE("x-keep-alive", "s");

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
      case CPU_THROTTLE_INITIAL -> parameters.throttle().initial();
      case CPU_THROTTLE_INCREMENT -> parameters.throttle().increment();
      case MAX_CPU_THROTTLE -> parameters.throttle().most();
      case THROTTLE_TRIGGER_THRESHOLD -> parameters.throttle().trigger();
      case STALL_TIMEOUT -> parameters.link().stallTimeout();
      case KEEP_ALIVE -> parameters.link().keepAlive();
    };
  }

  static MigrationParameters change(MigrationParameters old, Map<MigrationParameter, Long> values) {
    return new MigrationParameters(
        values.getOrDefault(MAX_BANDWIDTH, old.maxBandwidth()),
        values.getOrDefault(DOWNTIME_LIMIT, old.downtimeLimit()),
        new ThrottleParameters(
            percent(CPU_THROTTLE_INITIAL, old, values),
            percent(CPU_THROTTLE_INCREMENT, old, values),
            percent(MAX_CPU_THROTTLE, old, values),
            percent(THROTTLE_TRIGGER_THRESHOLD, old, values),
            old.throttle().tailslow()),
        new LinkParameters(
            values.getOrDefault(STALL_TIMEOUT, old.link().stallTimeout()),
            values.getOrDefault(KEEP_ALIVE, old.link().keepAlive())),
        old.tls());
  }

  /** No int can hold all that is wrong; each of those is out of bounds. */
  private static int percent(
      MigrationParameter which, MigrationParameters old, Map<MigrationParameter, Long> values) {
    return Math.clamp(values.getOrDefault(which, which.of(old)), -1, Integer.MAX_VALUE);
  }
}
