// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;

/** What a guest does once: kernel data, linear map, and the first process of each vCPU. */
final class Boot {

  private static final int VCPU_SEEDS = 0x10001;

  private final GuestRam ram;
  private final MemoryMap map;
  private final HashPageTable table;

  Boot(GuestRam ram, MemoryMap map, HashPageTable table) {
    this.ram = ram;
    this.map = map;
    this.table = table;
  }

  /** Clears what a guest before this one may have left, and writes header and file contents. */
  void writeKernelData(GuestOptions options) {
    for (long ra = 0; ra < map.cacheRa(0); ra += 8) {
      if (ram.getBe64(ra) != 0) {
        ram.putBe64(ra, 0);
      }
    }
    ram.putBe64(HeaderLayout.MAGIC, HeaderLayout.MAGIC_VALUE);
    ram.putBe64(HeaderLayout.VERSION, HeaderLayout.VERSION_VALUE);
    ram.putBe64(HeaderLayout.RAM_BYTES, map.ramBytes());
    ram.putBe64(HeaderLayout.VCPUS, map.vcpus());
    ram.putBe64(HeaderLayout.WORKLOAD, options.workload().code());
    ram.putBe64(HeaderLayout.RATE, options.updatesPerSecond());
    ram.putBe64(HeaderLayout.SEED, options.seed());
    ram.putBe64(HeaderLayout.POOL_FRAMES, map.poolFrames());
    ram.putBe64(HeaderLayout.CACHE_FRAMES, map.cacheFrames());
    ram.putBe64(HeaderLayout.TABLE_SHIFT, table.geometry().shift());
    for (int i = 0; i < map.cacheFrames(); i++) {
      Stamp.write(ram, map.cacheRa(i), Stamp.ofCache(i));
    }
  }

  /** Sets the registers and segments of a vCPU and gives it frames. */
  GuestCpu start(Vcpu vcpu, long seed, long clockNanos) {
    GuestCpu cpu = new GuestCpu(ram, map, table, vcpu);
    cpu.register(GuestRegisters.AREA, VirtualSegments.KERNEL_BASE + map.areaRa(vcpu.index()));
    cpu.register(GuestRegisters.RANDOM, seed + (long) vcpu.index() * VCPU_SEEDS);
    cpu.register(GuestRegisters.UPDATES, 0);
    cpu.register(GuestRegisters.CLOCK, clockNanos);
    cpu.register(GuestRegisters.CREDIT, 0);
    cpu.register(GuestRegisters.PROCESS, -1);
    vcpu.msr(UserAccess.KERNEL_MSR);
    vcpu.nip(VirtualSegments.KERNEL_BASE);
    UserAccess.switchSegments(vcpu);
    new FramePool(cpu).fill();
    return cpu;
  }

  /** Enters all of RAM, page by page, with bolted entries. */
  void mapAllOfRam(GuestCpu cpu) throws GuestBootException {
    long code = LinearMap.enter(cpu);
    if (code == Hcall.H_PTEG_FULL) {
      throw new GuestBootException(
          "a table of 2^"
              + table.geometry().shift()
              + " bytes is too small to map "
              + map.ramBytes()
              + " bytes of RAM");
    }
    if (code != Hcall.H_SUCCESS) {
      throw new GuestBootException("the machine refused H_ENTER at boot with code " + code);
    }
  }
}
