// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.latency;

import org.HdrHistogram.Histogram;
import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.machine.HcallWatch;

/**
 * A histogram of the times of hypercalls that change an entry each. One vCPU writes; read when it
 * stands or is told to stop.
 */
final class UpdateTimes implements HcallWatch {

  /** Longer ones count as this: 10 s. */
  private static final long MOST_NANOS = 10_000_000_000L;

  private static final int DIGITS = 3;
  private static final double PERCENT_99 = 99;
  private static final double PERCENT_50 = 50;

  private final Histogram nanos = new Histogram(MOST_NANOS, DIGITS);

  @Override
  public void took(long opcode, long time) {
    if (opcode == Hcall.H_ENTER || opcode == Hcall.H_REMOVE || opcode == Hcall.H_PROTECT) {
      nanos.recordValue(Math.min(time, MOST_NANOS));
    }
  }

  LatencyFigures figures() {
    return new LatencyFigures(
        nanos.getTotalCount(),
        nanos.getValueAtPercentile(PERCENT_50),
        nanos.getValueAtPercentile(PERCENT_99),
        nanos.getMaxValue());
  }
}
