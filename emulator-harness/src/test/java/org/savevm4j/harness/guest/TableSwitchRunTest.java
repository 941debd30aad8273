// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.hcall.Hcall;

/** A guest on several vCPUs that run on while one of them has the table replaced. */
@Timeout(30)
final class TableSwitchRunTest {

  private static final GuestOptions MIX = new GuestOptions(Workload.MIX, 0, BootedGuest.SEED, 192);

  @Test
  void tableIsReplacedUnderRunningVcpus() throws Exception {
    GuestEvent[] events = {
      GuestEvent.resizeTo(18), GuestEvent.resizeTo(21), GuestEvent.RADIX, GuestEvent.HASH
    };
    try (BootedGuest guest = BootedGuest.boot(128, 20, 2, MIX)) {
      guest.machine().load(guest.program());
      for (int i = 0; i < 40; i++) {
        GuestKernel.request(guest.machine(), events[i % events.length]);
        runUntilAnswered(guest);
        assertEquals(Hcall.H_SUCCESS, guest.status().answer());
        GuestCheckResult result = GuestCheck.check(guest.ram(), guest.machine().hpt().current());
        assertEquals(0, result.mismatches(), result::toString);
      }
      assertEquals(40, guest.status().events());
    }
  }

  @Test
  void machineIsResetBetweenStepsOfRunningVcpus() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(128, 20, 2, MIX)) {
      guest.machine().load(guest.program());
      for (int i = 0; i < 10; i++) {
        long reached = guest.machine().clockNanos() + 10_000_000;
        guest.machine().cont();
        while (guest.machine().clockNanos() < reached) {
          LockSupport.parkNanos(1_000_000);
        }
        guest.machine().stop();
        guest.machine().resetTable();
        GuestKernel.reboot(guest.machine());
        guest.assertAllIsRight();
      }
      assertTrue(guest.machine().failure() == null);
    }
  }

  /** Runs the guest until it has answered, and a little on. */
  private static void runUntilAnswered(BootedGuest guest) throws NoGuestException {
    long events = guest.status().events();
    guest.machine().cont();
    while (guest.status().events() == events && guest.machine().isRunning()) {
      LockSupport.parkNanos(100_000);
    }
    LockSupport.parkNanos(2_000_000);
    guest.machine().stop();
  }
}
