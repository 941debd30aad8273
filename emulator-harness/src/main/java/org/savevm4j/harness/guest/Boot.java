// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

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
    for (long frame = 0; frame < map.ramFrames(); frame++) {
      long ra = frame << MemoryMap.PAGE_SHIFT;
      long ea = VirtualSegments.KERNEL_BASE + ra;
      long hash = PageEntry.primaryHash(VirtualSegments.KERNEL_CONTEXT, ea);
      if (!enter(cpu, ea, hash, 0) && !enter(cpu, ea, HptHash.secondary(hash), Hpte.V_SECONDARY)) {
        throw new GuestBootException(
            "a table of 2^"
                + table.geometry().shift()
                + " bytes is too small to map "
                + map.ramBytes()
                + " bytes of RAM");
      }
    }
  }

  private boolean enter(GuestCpu cpu, long ea, long hash, long secondary)
      throws GuestBootException {
    long group = HptHash.firstSlot(hash, table.geometry());
    long dword0 = PageEntry.dword0(VirtualSegments.KERNEL_CONTEXT, ea) | secondary;
    long dword1 = PageEntry.kernelDword1(ea - VirtualSegments.KERNEL_BASE);
    long code = cpu.call(Hcall.H_ENTER, 0, group, dword0, dword1);
    if (code == Hcall.H_SUCCESS) {
      cpu.countUpdates(1);
    } else if (code != Hcall.H_PTEG_FULL) {
      throw new GuestBootException("the machine refused H_ENTER at boot with code " + code);
    }
    return code == Hcall.H_SUCCESS;
  }
}
