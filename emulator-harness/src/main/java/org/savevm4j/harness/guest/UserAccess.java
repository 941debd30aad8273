// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.mmu.Access;
import org.savevm4j.harness.mmu.ProtectionMiss;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.harness.mmu.VcpuMmu;

/**
 * Loads and stores of processes, and the faults that they take on the way. They go through segments
 * and table, and leave R and C in entries; on radix the page tables of the processes say all. One
 * vCPU, one step.
 */
final class UserAccess {

  /** 64-bit mode, machine checks, recoverable, and translation on: the kernel's MSR. */
  static final long KERNEL_MSR = 0x8000000000001032L;

  /** The same in problem state with interrupts: a process's MSR. */
  private static final long USER_MSR = KERNEL_MSR | 0xc000;

  private final GuestCpu cpu;
  private final HashedPages pages;
  private final PageFaults faults;

  UserAccess(GuestCpu cpu, HashedPages pages, PageFaults faults) {
    this.cpu = cpu;
    this.pages = pages;
    this.faults = faults;
  }

  /**
   * Makes the SLB hold the kernel's segment and none of any process.
   *
   * <p>The area is in RAM's first segment, and so is what the kernel itself goes through the linear
   * map for.
   */
  static void switchSegments(Vcpu vcpu) {
    vcpu.slb().clear();
    PageEntry.setSegment(
        vcpu.slb(), 0, VirtualSegments.KERNEL_CONTEXT, VirtualSegments.KERNEL_BASE);
  }

  /** Looks for the vCPU's own area through the linear map, with the segment that boot made. */
  void checkKernel() {
    long ea = cpu.register(GuestRegisters.AREA);
    long ra = cpu.map().areaRa(cpu.vcpu().index());
    if (!cpu.isRadix() && cpu.vcpu().mmu().access(KERNEL_MSR, ea, Access.READ) != ra) {
      cpu.surprise(Surprise.KERNEL_TRANSLATION, ea);
    }
  }

  /**
   * Lets a process load from a page, and store to it if it may and is to. What is loaded is
   * compared with what was stored last; what is stored is noted in the page table.
   */
  void touch(int process, int index, boolean store) {
    long pte = cpu.map().pteRa(process, index);
    long before = cpu.get(pte + PteLayout.PAGE);
    if ((before & PteLayout.MAPPED) == 0 || !faults.resolve(process, index, store)) {
      return;
    }
    long page = cpu.get(pte + PteLayout.PAGE);
    long stamp = cpu.get(pte + PteLayout.STAMP);
    long ea = AddressSpace.ea(index);
    boolean stores = store && (page & PteLayout.WRITABLE) != 0;
    long ra =
        cpu.isRadix()
            ? page & PteLayout.RA
            : translate(process, index, ea, stores ? Access.WRITE : Access.READ);
    if (ra < 0) {
      return;
    }
    if (ra != (page & PteLayout.RA)) {
      cpu.surprise(Surprise.WRONG_ADDRESS, ea);
      return;
    }
    if (Stamp.firstWrong(cpu.ram(), ra, stamp) >= 0) {
      cpu.surprise(Surprise.WRONG_CONTENTS, ea);
    }
    if (stores) {
      faults.stamp(process, index, ra);
    }
  }

  /** The real address of a present page; negative if there is no room for its entry. */
  private long translate(int process, int index, long ea, Access access) {
    Slb slb = cpu.vcpu().slb();
    if (slb.lookup(ea) < 0) {
      PageEntry.setSegment(slb, freeSegment(slb), cpu.context(process), ea);
    }
    VcpuMmu mmu = cpu.vcpu().mmu();
    long ra = mmu.access(USER_MSR, ea, access);
    if (ra >= 0) {
      return ra;
    }
    if (mmu.miss() instanceof ProtectionMiss) {
      cpu.surprise(Surprise.WRONG_PROTECTION, ea);
      return VcpuMmu.MISS;
    }
    pages.missed(process, index);
    return pages.enter(process, index) ? mmu.access(USER_MSR, ea, access) : VcpuMmu.MISS;
  }

  /** An SLB entry to replace: a free one, else any but the kernel's. */
  private int freeSegment(Slb slb) {
    for (int i = 1; i < Slb.IN_USE; i++) {
      if ((slb.esid(i) & Slb.ESID_V) == 0) {
        return i;
      }
    }
    return 1 + cpu.random(Slb.IN_USE - 1);
  }
}
