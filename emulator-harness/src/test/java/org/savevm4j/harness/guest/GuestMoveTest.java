// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.machine.Vcpu;
import org.savevm4j.hpt.Hpte;

/** What a migration carries is all there is of the guest. */
@Timeout(20)
final class GuestMoveTest {

  @Test
  void goesOnInAnotherMachineAsItWouldHaveInTheFirst() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300);
        PseriesMachine machine = BootedGuest.machine(64, 20, 1)) {
      copy(guest, machine);
      BootedGuest moved = new BootedGuest(machine, GuestKernel.attach(machine));
      moved.assertAllIsRight();
      assertEquals(guest.status(), moved.status());
      moved.steps(300).assertAllIsRight();
      guest.steps(300);
      assertEquals(-1, guest.table().memory().mismatch(moved.table().memory()));
      assertEquals(-1, guest.ram().memory().mismatch(moved.ram().memory()));
    }
  }

  @Test
  void aProgramThatRanBeforeTheRamWasReplacedGoesOnToo() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300);
        BootedGuest other = BootedGuest.boot(64, 20, Workload.EXEC).steps(100)) {
      for (long slot = 0; slot < other.table().geometry().slots(); slot++) {
        other.store(slot, 0, 0);
      }
      copy(guest, other.machine());
      other.steps(300).assertAllIsRight();
      assertEquals(0, other.status().surprises());
    }
  }

  @Test
  void aProgramWithoutItsGuestIdles() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(1)) {
      guest.machine().ram().adopt(guest.machine().ram().allocate()).free();
      assertTrue(guest.program().step(guest.vcpu()) > 0);
    }
  }

  @Test
  void nothingIsAttachedToWhereNoGuestIs() {
    try (PseriesMachine machine = BootedGuest.machine(64, 20, 1)) {
      assertThrows(NoGuestException.class, () -> GuestKernel.attach(machine));
    }
  }

  @Test
  void aGuestOfMoreVcpusIsNotAttached() throws Exception {
    GuestOptions options = new GuestOptions(Workload.MIX, 0, 1);
    try (BootedGuest guest = BootedGuest.boot(64, 20, 2, options);
        PseriesMachine machine = BootedGuest.machine(64, 20, 1)) {
      machine.ram().current().copyIn(0, guest.ram().memory());
      NoGuestException refused =
          assertThrows(NoGuestException.class, () -> GuestKernel.attach(machine));
      assertEquals("no guest in RAM: vCPUs is 0x2, not 1", refused.getMessage());
    }
  }

  private static void copy(BootedGuest from, PseriesMachine to) {
    to.ram().current().copyIn(0, from.ram().memory());
    to.clockNanos(from.machine().clockNanos());
    Vcpu source = from.vcpu();
    Vcpu target = to.vcpus().getFirst();
    System.arraycopy(source.gpr(), 0, target.gpr(), 0, source.gpr().length);
    System.arraycopy(source.slb().esids(), 0, target.slb().esids(), 0, 64);
    System.arraycopy(source.slb().vsids(), 0, target.slb().vsids(), 0, 64);
    target.msr(source.msr());
    target.nip(source.nip());
    BootedGuest filled = new BootedGuest(to, from.program());
    for (long slot = 0; slot < from.table().geometry().slots(); slot++) {
      if ((from.table().dword0(slot) & Hpte.V_VALID) != 0) {
        filled.store(slot, from.table().dword0(slot), from.table().dword1(slot));
      }
    }
  }
}
