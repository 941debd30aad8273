// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import java.util.List;

/** A made-up device with a field of every kind, structures, and two subsections. */
final class Clockwork {

  static final DeviceState<Wheel> WHEEL =
      DeviceState.<Wheel>named("wheel", 1)
          .u8("teeth", wheel -> wheel.teeth, (wheel, v) -> wheel.teeth = v)
          .be32("angle", wheel -> wheel.angle, (wheel, v) -> wheel.angle = v)
          .subsection(
              DeviceState.<Wheel>named("wheel/oil", 1)
                  .u8("oil", wheel -> wheel.oil, (wheel, v) -> wheel.oil = v)
                  .build(),
              wheel -> wheel.oil != 0)
          .build();

  static final DeviceState<Clockwork> STATE =
      DeviceState.<Clockwork>named("clock", 3)
          .minimumVersion(1)
          .u8("mode", clock -> clock.mode, (clock, v) -> clock.mode = v)
          .be32("count", clock -> clock.count, (clock, v) -> clock.count = v)
          .be64("nanos", clock -> clock.nanos, (clock, v) -> clock.nanos = v)
          .be64Array("marks", clock -> clock.marks)
          .bytes("name", 3, clock -> clock.name, (clock, v) -> clock.name = v)
          .struct("main", WHEEL, clock -> clock.main)
          .since(2)
          .structArray("wheels", WHEEL, clock -> clock.wheels)
          .since(3)
          .u8("late", clock -> clock.late, (clock, v) -> clock.late = v)
          .subsection(
              DeviceState.<Clockwork>named("clock/alarm", 2)
                  .minimumVersion(1)
                  .be64("at", clock -> clock.alarm, (clock, v) -> clock.alarm = v)
                  .since(2)
                  .u8("bell", clock -> clock.bell, (clock, v) -> clock.bell = v)
                  .build(),
              clock -> clock.alarm != 0)
          .subsection(
              DeviceState.<Clockwork>named("clock_cuckoo", 1)
                  .struct("cuckoo", WHEEL, clock -> clock.cuckoo)
                  .build(),
              clock -> clock.cuckoo.teeth != 0)
          .build();

  int mode;
  int count;
  long nanos;
  final long[] marks = new long[2];
  byte[] name = new byte[3];
  final Wheel main = new Wheel();
  final List<Wheel> wheels = List.of(new Wheel(), new Wheel());
  int late;
  long alarm;
  int bell;
  final Wheel cuckoo = new Wheel();

  /** One in which every field differs from zero and from every other. */
  static Clockwork wound() {
    Clockwork clock = new Clockwork();
    clock.mode = 0xf1;
    clock.count = 0xf2000001;
    clock.nanos = 0xf300000000000002L;
    clock.marks[0] = 3;
    clock.marks[1] = -4;
    clock.name = new byte[] {'a', 'b', 'c'};
    clock.main.set(0xf5, 5, 0);
    clock.wheels.getFirst().set(0xf6, 6, 0);
    clock.wheels.getLast().set(0xf7, 7, 0);
    clock.late = 0xf8;
    return clock;
  }

  /** A wheel of the clock. */
  static final class Wheel {
    int teeth;
    int angle;
    int oil;

    void set(int newTeeth, int newAngle, int newOil) {
      teeth = newTeeth;
      angle = newAngle;
      oil = newOil;
    }
  }
}
