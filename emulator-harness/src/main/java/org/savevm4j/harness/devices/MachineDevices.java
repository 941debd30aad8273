// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.devices;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.section.DeviceSection;
import org.savevm4j.state.DeviceState;

/** The devices of one machine, in the order of the stream. */
public final class MachineDevices {

  private final GlobalState globalState = new GlobalState();
  private final List<OpenSection> sections = new ArrayList<>();

  public MachineDevices(PseriesMachine machine) {
    RealTimeClock clock = new RealTimeClock(machine);
    add(TimerState.TIMER, machine, 0);
    for (Vcpu vcpu : machine.vcpus()) {
      add(CpuState.CPU_COMMON, vcpu, vcpu.index());
      add(CpuState.CPU, vcpu, vcpu.index());
    }
    add(TimerState.RTC, clock, 0);
    add(TimerState.SPAPR, clock, 0);
    add(GlobalState.STATE, globalState, 0);
  }

  public List<OpenSection> sections() {
    return List.copyOf(sections);
  }

  public GlobalState globalState() {
    return globalState;
  }

  private <T> void add(DeviceState<T> state, T owner, long instance) {
    sections.add(new OpenSection(state.name(), instance, new DeviceSection<>(state, owner)));
  }
}
