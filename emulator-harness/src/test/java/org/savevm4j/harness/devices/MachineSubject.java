// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.testkit.DeviceSubject;

/** A stub machine that stands still, of which one device is looked at. */
final class MachineSubject implements DeviceSubject {

  private static final long MEMORY = 16L << 20;
  private static final long CLOCK_BOUND = 1L << 50;

  private final PseriesMachine machine;
  private final MachineDevices devices;
  private final DeviceSection<?> section;

  MachineSubject(String device) {
    int shift = MachineConfig.htabShiftFor(MEMORY);
    machine = new PseriesMachine(new MachineConfig(MEMORY, shift, shift, 1, "pseries-10.0"));
    devices = new MachineDevices(machine);
    section =
        devices.sections().stream()
            .filter(open -> open.name().equals(device))
            .map(open -> (DeviceSection<?>) open.section())
            .findFirst()
            .orElseThrow();
  }

  @Override
  public DeviceSection<?> section() {
    return section;
  }

  @Override
  public void change(RandomGenerator random) {
    machine.clockNanos(random.nextLong(CLOCK_BOUND));
    devices.globalState().wasRunning(random.nextBoolean());
    Vcpu vcpu = machine.vcpus().getFirst();
    vcpu.nip(random.nextLong());
    vcpu.msr(random.nextLong());
    for (int i = 0; i < vcpu.gpr().length; i++) {
      vcpu.gpr()[i] = random.nextLong();
    }
    for (int i = 0; i < Slb.ENTRIES; i++) {
      vcpu.slb().set(i, random.nextLong(), random.nextLong());
    }
  }

  /** Of all that {@link #change} changes, what the device is to carry. */
  @Override
  public Object state() {
    Vcpu vcpu = machine.vcpus().getFirst();
    List<Object> state = new ArrayList<>();
    switch (section.state().name()) {
      case "timer" -> state.add(machine.clockNanos());
      case "globalstate" -> state.add(devices.globalState().wasRunning());
      case "cpu" -> {
        state.add(vcpu.nip());
        state.add(vcpu.msr());
        state.add(boxed(vcpu.gpr()));
        state.add(boxed(vcpu.slb().esids()));
        state.add(boxed(vcpu.slb().vsids()));
      }
      default -> throw new AssertionError(section);
    }
    return state;
  }

  @Override
  public void close() {
    machine.close();
  }

  private static List<Long> boxed(long[] values) {
    List<Long> boxed = new ArrayList<>();
    for (long value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}
