// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
final class WorkloadTest {

  @ParameterizedTest
  @EnumSource
  void theCheckPassesAfterEachWorkload(Workload workload) throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, workload)) {
      for (int i = 0; i < 8; i++) {
        guest.steps(125).assertAllIsRight();
      }
      assertEquals(0, guest.status().surprises());
      assertEquals(guest.status().updates(), guest.check().updates());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "IDLE", mode = EnumSource.Mode.EXCLUDE)
  void eachWorkloadButIdleChangesTheTable(Workload workload) throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, workload)) {
      long atBoot = guest.status().updates();
      guest.steps(100);
      assertTrue(guest.status().updates() > atBoot + 1000);
      assertTrue(guest.status().processes() > 1);
    }
  }

  @Test
  void theSameSeedMakesTheSameTableAndRam() throws Exception {
    try (BootedGuest one = BootedGuest.boot(64, 20, Workload.MIX).steps(500);
        BootedGuest other = BootedGuest.boot(64, 20, Workload.MIX).steps(500);
        BootedGuest seeded =
            BootedGuest.boot(64, 20, 1, new GuestOptions(Workload.MIX, 0, 43)).steps(500)) {
      assertEquals(-1, one.table().memory().mismatch(other.table().memory()));
      assertEquals(-1, one.ram().memory().mismatch(other.ram().memory()));
      assertNotEquals(-1, one.table().memory().mismatch(seeded.table().memory()));
    }
  }

  @Test
  void fullGroupsEvictAndTheOwnersKnow() throws Exception {
    // three quarters of all slots are bolted
    try (BootedGuest guest = BootedGuest.boot(768, 18, Workload.MIX)) {
      guest.steps(2000);
      assertTrue(guest.status().evictions() > 100, () -> guest.toString());
      guest.assertAllIsRight();
    }
  }

  @Test
  void aGuestWithoutFreeFramesEndsProcessesAndGoesOn() throws Exception {
    GuestOptions tight = new GuestOptions(Workload.MIX, 0, 7, GuestOptions.LEAST_WORKING_SET_PAGES);
    try (BootedGuest guest = BootedGuest.boot(16, 18, 1, tight)) {
      guest.steps(1000).assertAllIsRight();
    }
  }

  @Test
  void workloadsAreKnownByTheirKebabNames() {
    assertEquals(Workload.MMAP, Workload.ofKebabName("mmap"));
    assertEquals("fork", Workload.FORK.kebabName());
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> Workload.ofKebabName("FORK"));
    assertEquals("no workload FORK; there are idle, fork, exec, mmap, mix", unknown.getMessage());
  }
}
