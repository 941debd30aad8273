// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.savevm4j.harness.machine.MachineConfig;
import org.savevm4j.harness.machine.Program;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.harness.memory.GuestRam;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/** A paused machine with a guest, whose steps a test does itself. */
record BootedGuest(PseriesMachine machine, Program program) implements AutoCloseable {

  static final long SEED = 42;

  /** A guest on one vCPU that has no limit of its rate. */
  static BootedGuest boot(int ramMib, int htabShift, Workload workload) throws GuestBootException {
    return boot(ramMib, htabShift, 1, new GuestOptions(workload, 0, SEED));
  }

  static BootedGuest boot(int ramMib, int htabShift, int vcpus, GuestOptions options)
      throws GuestBootException {
    PseriesMachine machine = machine(ramMib, htabShift, vcpus);
    return new BootedGuest(machine, GuestKernel.boot(machine, options));
  }

  static PseriesMachine machine(int ramMib, int htabShift, int vcpus) {
    return new PseriesMachine(
        new MachineConfig((long) ramMib << 20, htabShift, 24, vcpus, "pseries-10.0"));
  }

  Vcpu vcpu() {
    return machine.vcpus().getFirst();
  }

  GuestRam ram() {
    return machine.ram().current();
  }

  HashPageTable table() {
    return requireNonNull(machine.hpt().current());
  }

  BootedGuest steps(int count) {
    for (int i = 0; i < count; i++) {
      program.step(vcpu());
    }
    return this;
  }

  GuestStatus status() throws NoGuestException {
    return GuestKernel.status(ram());
  }

  GuestCheckResult check() throws NoGuestException {
    return GuestCheck.check(ram(), table());
  }

  void assertAllIsRight() throws NoGuestException {
    GuestCheckResult result = check();
    assertEquals(List.of(), result.firstMismatches());
    assertEquals(0, result.mismatches());
    assertEquals(result.mappings(), result.checked());
  }

  /** The map of the guest's data. */
  MemoryMap map() throws NoGuestException {
    return MemoryMap.read(ram());
  }

  /** The address of the PTE of some page that is in the table and whose frame is the process's. */
  long anyHashedPte() throws NoGuestException {
    MemoryMap map = map();
    for (int process = 0; process < map.processes(); process++) {
      for (int index = 0; index < AddressSpace.PTES; index++) {
        long pte = map.pteRa(process, index);
        if ((ram().getBe64(pte + PteLayout.HASHED) & PteLayout.IN_TABLE) != 0
            && (ram().getBe64(pte + PteLayout.PAGE) & PteLayout.FILE) == 0) {
          return pte;
        }
      }
    }
    throw new AssertionError("no page is in the table");
  }

  /** The slot of that page's entry. */
  long slotOf(long pte) {
    return PteLayout.slot(ram().getBe64(pte + PteLayout.HASHED));
  }

  long firstFreeSlot() {
    long slot = 0;
    while ((table().dword0(slot) & Hpte.V_VALID) != 0) {
      slot++;
    }
    return slot;
  }

  void store(long slot, long dword0, long dword1) {
    table().lock(slot);
    table().store(slot, dword0, dword1);
  }

  @Override
  public void close() {
    machine.close();
  }
}
