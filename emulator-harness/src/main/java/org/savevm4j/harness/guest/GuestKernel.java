// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.machine.Program;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;

/** How a machine gets this guest, by booting it or by having received it, and what it is doing. */
public final class GuestKernel {

  /** A factor that makes the seeds of consecutive boots unlike. */
  private static final long NEXT_SEED = 6364136223846793005L;

  private GuestKernel() {}

  /**
   * Boots the guest through the machine's hypercalls. The machine is paused, its table empty; when
   * it continues with the program, the guest runs.
   *
   * @throws GuestBootException if RAM or table are too small, or the machine has no table
   */
  public static Program boot(PseriesMachine machine, GuestOptions options)
      throws GuestBootException {
    bootOnto(machine, options);
    return new KernelProgram(machine);
  }

  /**
   * Boots the guest anew after the machine was reset, as it was booted last but for another seed;
   * the program that the machine has goes on with it. The machine is paused, its table empty.
   *
   * @throws NoGuestException if RAM holds no guest
   * @throws GuestBootException if the machine has no table, or refuses what it took before
   */
  public static void reboot(PseriesMachine machine) throws NoGuestException, GuestBootException {
    GuestRam ram = machine.ram().current();
    MemoryMap map = MemoryMap.read(ram);
    bootOnto(
        machine,
        new GuestOptions(
            Workload.ofCode(ram.getBe64(HeaderLayout.WORKLOAD)),
            Math.clamp(ram.getBe64(HeaderLayout.RATE), 0, GuestOptions.MOST_UPDATES_PER_SECOND),
            ram.getBe64(HeaderLayout.SEED) * NEXT_SEED + 1,
            Math.max(map.frames(), GuestOptions.LEAST_WORKING_SET_PAGES)));
  }

  private static void bootOnto(PseriesMachine machine, GuestOptions options)
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
  }

  /**
   * Asks the guest for something, in place of what it was asked for and has not done yet. It does
   * so in its next steps, here or where a migration takes it. The machine is paused.
   *
   * @throws NoGuestException if RAM holds no guest
   */
  public static void request(PseriesMachine machine, GuestEvent event) throws NoGuestException {
    GuestRam ram = machine.ram().current();
    MemoryMap.read(ram);
    ram.putBe64(HeaderLayout.PREPARED, 0);
    ram.putBe64(HeaderLayout.REQUEST, event.word());
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
        sum(ram, map, AreaLayout.SURPRISES),
        (int) ram.getBe64(HeaderLayout.TABLE_SHIFT),
        ram.getBe64(HeaderLayout.REQUEST) != 0,
        ram.getBe64(HeaderLayout.EVENTS),
        ram.getBe64(HeaderLayout.ANSWER));
  }

  private static long sum(GuestRam ram, MemoryMap map, long offset) {
    long sum = 0;
    for (int vcpu = 0; vcpu < map.vcpus(); vcpu++) {
      sum += ram.getBe64(map.areaRa(vcpu) + offset);
    }
    return sum;
  }
}
