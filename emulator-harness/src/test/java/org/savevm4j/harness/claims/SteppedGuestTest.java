// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SteppedGuestTest {

  private static final long MEMORY = 64L << 20;

  @Test
  void keepsItsRateOnItsOwnClock() throws IOException {
    try (SteppedGuest guest = boot(Workload.MIX, 50_000)) {
      guest.run(MeasuredTable.NANOS_PER_SECOND);
      long before = guest.updates();
      guest.run(MeasuredTable.NANOS_PER_SECOND);
      assertEquals(50_000.0, (double) (guest.updates() - before), 500);
    }
  }

  @Test
  void twoRunsAreTheSameToTheByte() throws IOException {
    try (SteppedGuest one = boot(Workload.MIX, 20_000);
        SteppedGuest two = boot(Workload.MIX, 20_000);
        Laps ofOne = new Laps(one.table());
        Laps ofTwo = new Laps(two.table())) {
      for (int lap = 0; lap < 3; lap++) {
        assertEquals(ofOne.next().bytes(), ofTwo.next().bytes(), "lap " + lap);
        one.run(100_000_000);
        two.run(100_000_000);
      }
      assertEquals(-1, one.table().memory().mismatch(two.table().memory()));
    }
  }

  @Test
  void idleGuestChangesNothingOnceItHasSettled() throws IOException {
    MeasuredTable table = MeasuredTable.harness(MEMORY, 20, Workload.IDLE, 0, 1, 2);
    assertFalse(table.changed());
    assertEquals(0, table.updates());
    assertEquals(table.shape().valid(), table.first().valid());
  }

  @Test
  void laterPassesHoldNoMoreSlotsThanWereChanged() throws IOException {
    MeasuredTable table = MeasuredTable.harness(MEMORY, 20, Workload.FORK, 20_000, 1, 5);
    assertTrue(table.changed());
    assertEquals(10_000.0, (double) table.updates(), 500);
    assertTrue(table.later().bytes() < table.later().smallPageBytes());
    assertEquals("harness-64m-shift-20", table.subject().table());
    assertEquals("fork 20000/s", table.subject().load());
  }

  private static SteppedGuest boot(Workload workload, long rate) throws IOException {
    return SteppedGuest.boot(MEMORY, 20, new GuestOptions(workload, rate, 1));
  }
}
