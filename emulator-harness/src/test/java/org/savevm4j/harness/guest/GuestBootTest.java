// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.mmu.HashMmu;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.harness.mmu.Translation;
import org.savevm4j.hpt.Hpte;

@Timeout(20)
final class GuestBootTest {

  @Test
  void bootMapsAllOfRamWithBoltedEntries() throws Exception {
    // more than a segment
    try (BootedGuest guest = BootedGuest.boot(320, 20, Workload.MIX)) {
      Slb slb = new Slb();
      for (long ra = 0; ra < guest.ram().bytes(); ra += MemoryMap.PAGE) {
        long ea = 0xc000000000000000L + ra + 0x1230;
        PageEntry.setSegment(slb, 3, VirtualSegments.KERNEL_CONTEXT, ea);
        Translation way =
            assertInstanceOf(
                Translation.class, HashMmu.translate(guest.table(), slb, HashMmu.MSR_DR, ea));
        assertEquals(ra + 0x1230, way.ra());
        assertTrue((guest.table().dword0(way.slot()) & Hpte.V_BOLTED) != 0);
      }
      guest.assertAllIsRight();
    }
  }

  @Test
  void bootUsesSecondaryGroupsWhenPrimaryOnesAreFull() throws Exception {
    // as many pages as slots: every group gets full
    try (BootedGuest guest = BootedGuest.boot(768, 18, Workload.IDLE)) {
      assertTrue(guest.check().mappings() >= 768 * 16);
      guest.assertAllIsRight();
    }
  }

  @Test
  void bootAgainForgetsTheGuestThatWasThere() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(200);
        PseriesMachine machine = BootedGuest.machine(64, 20, 1)) {
      machine.ram().current().copyIn(0, guest.ram().memory());
      GuestOptions options = new GuestOptions(Workload.FORK, 0, 1);
      BootedGuest again = new BootedGuest(machine, GuestKernel.boot(machine, options));
      again.assertAllIsRight();
      again.steps(100).assertAllIsRight();
    }
  }

  @Test
  void aTableTooSmallForTheRamIsRefusedWithBothSizes() {
    GuestBootException refused =
        assertThrows(
            GuestBootException.class, () -> BootedGuest.boot(2048, 18, Workload.IDLE).close());
    assertEquals(
        "a table of 2^18 bytes is too small to map 2147483648 bytes of RAM", refused.getMessage());
  }

  @Test
  void aRamTooSmallForTheGuestIsRefused() {
    GuestBootException refused =
        assertThrows(
            GuestBootException.class, () -> BootedGuest.boot(4, 18, Workload.IDLE).close());
    assertEquals(
        "the guest does not fit into 4194304 bytes of RAM with 1 vCPUs", refused.getMessage());
  }

  @Test
  void moreRamThanTheLinearMapReachesIsRefused() {
    GuestBootException refused =
        assertThrows(GuestBootException.class, () -> MemoryMap.plan(2L << 40, 1, 1024));
    assertEquals(
        "2199023255552 bytes of RAM or 1 vCPUs are more than the guest can use",
        refused.getMessage());
  }
}
