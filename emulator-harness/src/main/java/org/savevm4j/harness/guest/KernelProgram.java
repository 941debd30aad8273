// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.machine.Program;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;

/**
 * The guest as a program. Keeps nothing from step to step but locks that nobody holds in between,
 * and reads anew from RAM what it is to do; where RAM holds no guest any more, it idles.
 */
final class KernelProgram implements Program {

  /** Updates after which a step ends. The operation that reaches it is done whole. */
  private static final long SLICE = 48;

  /** Operations after which a step ends, for those that update nothing. */
  private static final int MOST_OPERATIONS = 8;

  /** ns between the wakes of a vCPU that has nothing to do. */
  private static final long TICK = 10_000_000;

  /** ns until a vCPU looks again whether it is still held up: about what a switch takes. */
  private static final long HELD_UP = 100_000;

  /** Updates that an operation counts for on radix, where none are made: what it is on hash. */
  private static final long RADIX_UPDATES = 16;

  private final PseriesMachine machine;
  private final GroupLocks locks = new GroupLocks();

  KernelProgram(PseriesMachine machine) {
    this.machine = machine;
  }

  @Override
  public long step(Vcpu vcpu) {
    GuestRam ram = machine.ram().current();
    HashPageTable table = machine.hpt().current();
    MemoryMap map;
    try {
      map = MemoryMap.read(ram);
    } catch (NoGuestException replaced) {
      return TICK;
    }
    if (vcpu.index() >= map.vcpus()) {
      return TICK;
    }
    GuestCpu cpu = new GuestCpu(ram, map, table, vcpu);
    if (cpu.isHeldUp()) {
      return HELD_UP;
    }
    if (cpu.get(HeaderLayout.TABLE_SHIFT) != cpu.tableShift()) {
      cpu.surprise(Surprise.TABLE, 0);
      return TICK;
    }
    checkRegisters(cpu);
    if (vcpu.index() == 0 && new TableSwitch(cpu, machine.hpt()).next()) {
      cpu = cpu.with(machine.hpt().current());
    }
    return step(cpu);
  }

  private long step(GuestCpu cpu) {
    Workload workload = Workload.ofCode(cpu.get(HeaderLayout.WORKLOAD));
    if (workload == Workload.IDLE) {
      new Activity(cpu, locks).next(workload);
      return TICK;
    }
    Pace pace = new Pace(cpu, cpu.get(HeaderLayout.RATE));
    long idle = pace.earn(machine.clockNanos());
    if (idle > 0) {
      return idle;
    }
    Activity activity = new Activity(cpu, locks);
    long start = cpu.register(GuestRegisters.UPDATES);
    long done = 0;
    for (int i = 0; i < MOST_OPERATIONS && done < SLICE && pace.mayGoOn(); i++) {
      activity.next(workload);
      long updates = cpu.register(GuestRegisters.UPDATES) - start - done;
      pace.spend(cpu.isRadix() ? RADIX_UPDATES : updates);
      done += updates;
    }
    return 0;
  }

  /** Registers and RAM cross a migration in different sections; here they meet again. */
  private static void checkRegisters(GuestCpu cpu) {
    long area = VirtualSegments.KERNEL_BASE + cpu.map().areaRa(cpu.vcpu().index());
    long updates = cpu.area(AreaLayout.UPDATES);
    if (cpu.register(GuestRegisters.AREA) != area
        || cpu.register(GuestRegisters.UPDATES) != updates) {
      cpu.surprise(Surprise.REGISTERS, cpu.register(GuestRegisters.AREA));
      cpu.register(GuestRegisters.AREA, area);
      cpu.register(GuestRegisters.UPDATES, updates);
    }
  }
}
