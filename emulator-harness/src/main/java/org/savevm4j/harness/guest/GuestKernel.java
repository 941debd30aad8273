// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.machine.Program;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;

/** How a machine gets this guest, by booting it or by having received it, and what it is doing. */
public final class GuestKernel {

  private GuestKernel() {}

  /**
   * Boots the guest through the machine's hypercalls. The machine is paused, its table empty; when
   * it continues with the program, the guest runs.
   *
   * @throws GuestBootException if RAM or table are too small, or the machine has no table
   */
  public static Program boot(PseriesMachine machine, GuestOptions options)
      throws GuestBootException {
    GuestRam ram = machine.ram().current();
    HashPageTable table = machine.hpt().current();
    if (table == null) {
      throw new GuestBootException("the machine has no hashed page table");
    }
    int vcpus = machine.vcpus().size();
    MemoryMap map = MemoryMap.plan(ram.bytes(), vcpus, options.workingSetPages());
    Boot boot = new Boot(ram, map, table);
    boot.writeKernelData(options);
    for (Vcpu vcpu : machine.vcpus()) {
      GuestCpu cpu = boot.start(vcpu, options.seed(), machine.clockNanos());
      if (vcpu.index() == 0) {
        boot.mapAllOfRam(cpu);
      }
      new Activity(cpu, new GroupLocks()).begin();
    }
    return new KernelProgram(machine);
  }

  /**
   * The program that goes on with the guest that the machine's RAM holds, with the workload and
   * rate that it was booted with. The machine is paused, and everything was loaded.
   *
   * @throws NoGuestException if RAM holds no guest, or one of another number of vCPUs
   */
  public static Program attach(PseriesMachine machine) throws NoGuestException {
    MemoryMap map = MemoryMap.read(machine.ram().current());
    if (map.vcpus() != machine.vcpus().size()) {
      throw new NoGuestException("vCPUs", map.vcpus(), String.valueOf(machine.vcpus().size()));
    }
    return new KernelProgram(machine);
  }

  /**
   * How the guest in {@code ram} is doing; it may run. All vCPUs together.
   *
   * @throws NoGuestException if there is none
   * @throws IllegalStateException if the RAM was replaced and freed meanwhile
   */
  public static GuestStatus status(GuestRam ram) throws NoGuestException {
    MemoryMap map = MemoryMap.read(ram);
    return new GuestStatus(
        sum(ram, map, AreaLayout.UPDATES),
        sum(ram, map, AreaLayout.PROCESSES),
        sum(ram, map, AreaLayout.MAPPED),
        sum(ram, map, AreaLayout.EVICTIONS),
        sum(ram, map, AreaLayout.SURPRISES));
  }

  private static long sum(GuestRam ram, MemoryMap map, long offset) {
    long sum = 0;
    for (int vcpu = 0; vcpu < map.vcpus(); vcpu++) {
      sum += ram.getBe64(map.areaRa(vcpu) + offset);
    }
    return sum;
  }
}
