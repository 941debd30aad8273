// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import java.util.concurrent.locks.ReentrantLock;
import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

/**
 * Puts pages of processes into the table, one at a time, and keeps the belief in each entry right:
 * both change together, under the lock of the slot's group. One vCPU, one step.
 */
final class HashedPages {

  private final GuestCpu cpu;
  private final GroupLocks locks;

  HashedPages(GuestCpu cpu, GroupLocks locks) {
    this.cpu = cpu;
    this.locks = locks;
  }

  /**
   * Enters a present page that is not in the table, in the primary group, else in the secondary
   * one, else in place of an entry of either.
   *
   * @return false if both groups are full of bolted entries
   */
  boolean enter(int process, int index) {
    boolean first = (cpu.random() & 1) != 0;
    return enter(process, index, false, false)
        || enter(process, index, true, false)
        || enter(process, index, first, true)
        || enter(process, index, !first, true);
  }

  private boolean enter(int process, int index, boolean secondary, boolean evict) {
    int context = cpu.context(process);
    long ea = AddressSpace.ea(index);
    long pte = cpu.map().pteRa(process, index);
    long hash = PageEntry.primaryHash(context, ea);
    long group = HptHash.firstSlot(secondary ? HptHash.secondary(hash) : hash, cpu.geometry());
    ReentrantLock lock = locks.of(group);
    lock.lock();
    try {
      if (evict && !evict(group)) {
        return false;
      }
      long dword0 = PageEntry.dword0(context, ea) | (secondary ? Hpte.V_SECONDARY : 0);
      long dword1 = PageEntry.userDword1(cpu.get(pte + PteLayout.PAGE));
      long code = cpu.call(Hcall.H_ENTER, 0, group, dword0, dword1);
      if (code == Hcall.H_SUCCESS) {
        cpu.countUpdates(1);
        cpu.put(pte + PteLayout.HASHED, PteLayout.hashed(cpu.result(0), secondary));
        return true;
      }
      if (code != Hcall.H_PTEG_FULL) {
        cpu.surprise(Surprise.REFUSED, ea);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Removes an entry of a group whose lock is held, by chance, but no bolted one. */
  private boolean evict(long group) {
    int first = cpu.random(HptGeometry.SLOTS_PER_PTEG);
    for (int i = 0; i < HptGeometry.SLOTS_PER_PTEG; i++) {
      long slot = group + (first + i) % HptGeometry.SLOTS_PER_PTEG;
      long code = cpu.call(Hcall.H_REMOVE, Hcall.H_ANDCOND, slot, Hpte.V_BOLTED, 0);
      if (code == Hcall.H_SUCCESS) {
        cpu.countUpdates(1);
        cpu.countEviction();
        forget(slot, cpu.result(0));
        return true;
      }
    }
    return false;
  }

  /** Makes the owner of an evicted entry, of whatever vCPU, know that it is gone. */
  private void forget(long slot, long dword0) {
    long ea = PageEntry.ea(dword0, slot);
    int process = cpu.map().processOfContext(PageEntry.context(dword0));
    int index = AddressSpace.index(ea);
    boolean secondary = (dword0 & Hpte.V_SECONDARY) != 0;
    if (process >= 0 && index >= 0 && cpu.context(process) == PageEntry.context(dword0)) {
      long hashedRa = cpu.map().pteRa(process, index) + PteLayout.HASHED;
      if (cpu.get(hashedRa) == PteLayout.hashed(slot, secondary)) {
        cpu.put(hashedRa, 0);
        return;
      }
    }
    cpu.surprise(Surprise.UNKNOWN_ENTRY, ea);
  }

  /** Takes a page out of the table, if it is there. */
  void remove(int process, int index) {
    ifBelieved(process, index, false);
  }

  /** Gives the entry of a page, if there is one, the protection that the page word says. */
  void protect(int process, int index) {
    ifBelieved(process, index, true);
  }

  private void ifBelieved(int process, int index, boolean keep) {
    long pte = cpu.map().pteRa(process, index);
    long hashed = cpu.get(pte + PteLayout.HASHED);
    if ((hashed & PteLayout.IN_TABLE) == 0) {
      return;
    }
    long slot = PteLayout.slot(hashed);
    ReentrantLock lock = locks.of(slot);
    lock.lock();
    try {
      // another vCPU may have evicted it before the lock was taken
      if ((cpu.get(pte + PteLayout.HASHED) & PteLayout.IN_TABLE) == 0) {
        return;
      }
      long ea = AddressSpace.ea(index);
      long avpn = PageEntry.avpn(cpu.context(process), ea);
      long flags = PageEntry.protection(cpu.get(pte + PteLayout.PAGE));
      long code =
          keep
              ? cpu.call(Hcall.H_PROTECT, Hcall.H_AVPN | flags, slot, avpn, 0)
              : cpu.call(Hcall.H_REMOVE, Hcall.H_AVPN, slot, avpn, 0);
      if (code == Hcall.H_SUCCESS) {
        cpu.countUpdates(1);
      } else {
        cpu.surprise(Surprise.LOST_ENTRY, ea);
      }
      if (!keep || code != Hcall.H_SUCCESS) {
        cpu.put(pte + PteLayout.HASHED, 0);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the MMU missed a page that should be in the table, unless another vCPU just evicted
   * it. Either way it is not believed in any more.
   */
  void missed(int process, int index) {
    long hashedRa = cpu.map().pteRa(process, index) + PteLayout.HASHED;
    long hashed = cpu.get(hashedRa);
    if ((hashed & PteLayout.IN_TABLE) == 0) {
      return;
    }
    ReentrantLock lock = locks.of(PteLayout.slot(hashed));
    lock.lock();
    try {
      if ((cpu.get(hashedRa) & PteLayout.IN_TABLE) != 0) {
        cpu.surprise(Surprise.LOST_ENTRY, AddressSpace.ea(index));
        cpu.put(hashedRa, 0);
      }
    } finally {
      lock.unlock();
    }
  }
}
