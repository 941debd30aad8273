// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.state.DeviceState;

/** Sections "timer", "spapr/rtc" and "spapr": the machine's clocks, in nanoseconds. */
final class TimerState {

  static final DeviceState<PseriesMachine> TIMER =
      DeviceState.<PseriesMachine>named("timer", 2)
          .be64("cpu_ticks_offset", _ -> 0, (_, _) -> {})
          .be64("unused", _ -> 0, (_, _) -> {})
          .be64("cpu_clock_offset", PseriesMachine::clockNanos, PseriesMachine::clockNanos)
          .build();

  static final DeviceState<RealTimeClock> RTC =
      DeviceState.<RealTimeClock>named("spapr/rtc", 1)
          .be64("ns_offset", RealTimeClock::offsetNanos, RealTimeClock::offsetNanos)
          .build();

  private static final DeviceState<RealTimeClock> TIMEBASE =
      DeviceState.<RealTimeClock>named("timebase", 1)
          .be64("guest_timebase", RealTimeClock::timebase, RealTimeClock::timebase)
          .be64("time_of_the_day_ns", RealTimeClock::timeOfDay, (_, _) -> {})
          .build();

  static final DeviceState<RealTimeClock> SPAPR =
      DeviceState.<RealTimeClock>named("spapr", 3).struct("tb", TIMEBASE, clock -> clock).build();

  private TimerState() {}
}
