// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.hpt.Hpte;

/**
 * The kernel's mapping of all of RAM, with bolted entries: never evicted, and carried over when the
 * table is resized. Where they are is nowhere noted, since their hashes tell.
 */
final class LinearMap {

  private LinearMap() {}

  /**
   * Enters all pages of RAM into an empty table; no other vCPU uses the table yet.
   *
   * @return the hypercall's code for the first page that it refused: H_PTEG_FULL if the table is
   *     too small; success if it took all of them
   */
  static long enter(GuestCpu cpu) {
    for (long frame = 0; frame < cpu.map().ramFrames(); frame++) {
      long ea = VirtualSegments.KERNEL_BASE + (frame << MemoryMap.PAGE_SHIFT);
      long hash = PageEntry.primaryHash(VirtualSegments.KERNEL_CONTEXT, ea);
      long code = enter(cpu, ea, hash, 0);
      if (code == Hcall.H_PTEG_FULL) {
        code = enter(cpu, ea, HptHash.secondary(hash), Hpte.V_SECONDARY);
      }
      if (code != Hcall.H_SUCCESS) {
        return code;
      }
    }
    return Hcall.H_SUCCESS;
  }

  private static long enter(GuestCpu cpu, long ea, long hash, long secondary) {
    long group = HptHash.firstSlot(hash, cpu.geometry());
    long dword0 = PageEntry.dword0(VirtualSegments.KERNEL_CONTEXT, ea) | secondary;
    long dword1 = PageEntry.kernelDword1(ea - VirtualSegments.KERNEL_BASE);
    long code = cpu.call(Hcall.H_ENTER, 0, group, dword0, dword1);
    if (code == Hcall.H_SUCCESS) {
      cpu.countUpdates(1);
    }
    return code;
  }
}
