// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.machine.RunState;

/** The guest on threads of its machine's vCPUs. */
@Tag("alone")
@Timeout(20)
final class GuestRunTest {

  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @EnumSource(names = "IDLE", mode = EnumSource.Mode.EXCLUDE)
  void holdsTheWantedRateWithinATenth(Workload workload) throws Exception {
    long wanted = 20_000;
    GuestOptions options = new GuestOptions(workload, wanted, BootedGuest.SEED);
    try (BootedGuest guest = BootedGuest.boot(64, 20, 1, options)) {
      guest.machine().load(guest.program());
      long before = guest.status().updates();
      runUntil(guest, SECOND);
      long nanos = guest.machine().clockNanos();
      assertNear(wanted, (guest.status().updates() - before) * SECOND / nanos, wanted / 10);
      guest.assertAllIsRight();
    }
  }

  @Test
  void catchesUpAfterItWasKeptFromRunning() throws Exception {
    GuestOptions options = new GuestOptions(Workload.MIX, 20_000, BootedGuest.SEED);
    try (BootedGuest guest = BootedGuest.boot(64, 20, 1, options)) {
      long before = guest.status().updates();
      guest.machine().clockNanos(SECOND / 2);
      while (guest.program().step(guest.vcpu()) == 0) {
        // as much as half a second is worth
      }
      assertNear(10_000, guest.status().updates() - before, 1000);
    }
  }

  @Test
  void aClockThatWasSetBackDoesNoHarm() throws Exception {
    GuestOptions options = new GuestOptions(Workload.MIX, 20_000, BootedGuest.SEED);
    try (BootedGuest guest = BootedGuest.boot(64, 20, 1, options)) {
      guest.machine().clockNanos(100 * SECOND);
      guest.steps(10);
      guest.machine().clockNanos(0);
      guest.steps(1000);
      long before = guest.status().updates();
      guest.machine().clockNanos(SECOND / 10);
      guest.steps(1000);
      assertNear(2000, guest.status().updates() - before, 1000);
    }
  }

  @Test
  void severalVcpusShareTheTableAndEvictEachOthersEntries() throws Exception {
    GuestOptions options = new GuestOptions(Workload.MIX, 0, BootedGuest.SEED);
    try (BootedGuest guest = BootedGuest.boot(768, 18, 4, options)) {
      guest.machine().load(guest.program());
      for (int i = 1; i <= 8; i++) {
        runUntil(guest, i * SECOND / 8);
        guest.assertAllIsRight();
      }
      assertTrue(guest.status().evictions() > 100);
      assertEquals(RunState.PAUSED, guest.machine().runState());
    }
  }

  private static void assertNear(long wanted, long was, long tolerance) {
    assertTrue(Math.abs(was - wanted) <= tolerance, () -> was + " instead of " + wanted);
  }

  /** Lets the guest run until its clock says so. */
  private static void runUntil(BootedGuest guest, long clockNanos) {
    guest.machine().cont();
    while (guest.machine().clockNanos() < clockNanos && guest.machine().isRunning()) {
      LockSupport.parkNanos(1_000_000);
    }
    guest.machine().stop();
  }
}
