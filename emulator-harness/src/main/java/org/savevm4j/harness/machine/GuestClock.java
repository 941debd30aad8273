// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

/** Nanoseconds that the guest has run: a clock that stands still while the guest is paused. */
final class GuestClock {

  private volatile Reading reading = new Reading(0, 0, false);

  /** The time now, in ns. Any thread. */
  long now() {
    return reading.at(System.nanoTime());
  }

  /** Lets the clock run on from where it stands. */
  synchronized void start() {
    long instant = System.nanoTime();
    reading = new Reading(reading.at(instant), instant, true);
  }

  /** Lets the clock stand. */
  synchronized void stop() {
    long instant = System.nanoTime();
    reading = new Reading(reading.at(instant), instant, false);
  }

  /** Sets a clock that stands. */
  synchronized void set(long value) {
    reading = new Reading(value, 0, false);
  }

  /** What the clock showed at an instant of {@link System#nanoTime}, and whether it went on. */
  private record Reading(long value, long since, boolean running) {

    long at(long instant) {
      return running ? value + (instant - since) : value;
    }
  }
}
