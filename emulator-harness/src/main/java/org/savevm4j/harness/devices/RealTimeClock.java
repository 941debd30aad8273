// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import java.time.Instant;
import org.savevm4j.harness.machine.PseriesMachine;

/** Time of day and timebase of a machine. Used with the guest paused. */
final class RealTimeClock {

  /** The timebase of a POWER machine runs at 512 MHz. */
  private static final double TICKS_PER_NANO = 0.512;

  private final PseriesMachine machine;
  private long offsetNanos;
  private long timebaseOffset;

  RealTimeClock(PseriesMachine machine) {
    this.machine = machine;
  }

  /** Nanoseconds between the guest's time of day and the host's. */
  long offsetNanos() {
    return offsetNanos;
  }

  void offsetNanos(long nanos) {
    offsetNanos = nanos;
  }

  /** In ticks of 512 MHz. */
  long timebase() {
    return timebaseOffset + ticks();
  }

  void timebase(long ticks) {
    timebaseOffset = ticks - ticks();
  }

  /** Nanoseconds since 1970. */
  long timeOfDay() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano() + offsetNanos;
  }

  private long ticks() {
    return Math.round(machine.clockNanos() * TICKS_PER_NANO);
  }
}
