// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.hcall.Hcall;
import org.savevm4j.hpt.HashPageTable;

/** What a guest does that is asked for another table, none, or a new beginning. */
@Timeout(20)
final class TableSwitchTest {

  /** More than a request takes, with a table that is not ready at once. */
  private static final int STEPS = 5;

  @ParameterizedTest
  @ValueSource(ints = {18, 19, 21})
  void guestGoesOnWithATableOfAnotherSize(int shift) throws Exception {
    try (BootedGuest guest = BootedGuest.boot(128, 20, Workload.MIX).steps(300)) {
      long kernelPages = (128L << 20) / MemoryMap.PAGE;
      GuestKernel.request(guest.machine(), GuestEvent.resizeTo(shift));
      while (guest.status().eventPending()) {
        guest.steps(1);
      }

      assertEquals(Hcall.H_SUCCESS, guest.status().answer());
      assertEquals(shift, guest.table().geometry().shift());
      guest.assertAllIsRight();
      assertTrue(guest.check().mappings() < kernelPages + 1000, "what was not bolted is gone");

      guest.steps(300);
      guest.assertAllIsRight();
      assertTrue(guest.check().mappings() > kernelPages + 200, "and is entered as it is missed");
    }
  }

  @Test
  void askedForTheSizeThatItHasItGetsAFreshTable() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300)) {
      long before = guest.machine().hpt().generation();
      GuestKernel.request(guest.machine(), GuestEvent.resizeTo(20));
      guest.steps(STEPS);
      assertEquals(before + 1, guest.machine().hpt().generation());
      guest.assertAllIsRight();
    }
  }

  @Test
  void guestWhoseBoltedEntriesDoNotFitKeepsItsTable() throws Exception {
    // pages whose hashes differ above the small table's bits alone, in the same slot of their group
    try (BootedGuest guest = BootedGuest.boot(256, 20, Workload.MIX).steps(300)) {
      GuestKernel.request(guest.machine(), GuestEvent.resizeTo(18));
      guest.steps(STEPS);
      assertAnswer(Hcall.H_PTEG_FULL, guest);
      assertEquals(20, guest.table().geometry().shift());
      guest.steps(300).assertAllIsRight();
    }
  }

  @Test
  void guestThatIsRefusedAnotherTableKeepsItsOwn() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300)) {
      GuestKernel.request(guest.machine(), GuestEvent.resizeTo(30));
      guest.steps(STEPS);
      assertAnswer(Hcall.H_RESOURCE, guest);
      guest.steps(300).assertAllIsRight();
    }
  }

  @Test
  void preparedTableThatStayedBehindIsGivenUp() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300)) {
      GuestKernel.request(guest.machine(), GuestEvent.resizeTo(19));
      while (guest.ram().getBe64(HeaderLayout.PREPARED) == 0) {
        guest.steps(1);
      }
      // what a migration does to it
      guest.machine().hpt().adopt(copyOfTable(guest));
      guest.steps(STEPS);
      assertAnswer(Hcall.H_CLOSED, guest);
      guest.steps(300).assertAllIsRight();
    }
  }

  @Test
  void radixGuestGoesOnWithoutATable() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300)) {
      GuestKernel.request(guest.machine(), GuestEvent.RADIX);
      guest.steps(STEPS);
      assertNull(guest.machine().hpt().current());
      assertTrue(guest.status().isRadix());
      assertRadixIsRight(guest);
      long before = guest.status().updates();
      guest.steps(300);
      assertRadixIsRight(guest);
      assertEquals(before, guest.status().updates());

      GuestKernel.request(guest.machine(), GuestEvent.resizeTo(20));
      guest.steps(STEPS);
      assertAnswer(Hcall.H_NOT_AVAILABLE, guest);
      GuestKernel.request(guest.machine(), GuestEvent.RADIX);
      guest.steps(STEPS);
      assertAnswer(Hcall.H_SUCCESS, guest);
    }
  }

  @Test
  void radixGuestBecomesHashAgain() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 19, Workload.MIX).steps(300)) {
      GuestKernel.request(guest.machine(), GuestEvent.RADIX);
      guest.steps(300);
      GuestKernel.request(guest.machine(), GuestEvent.HASH);
      guest.steps(STEPS);
      assertAnswer(Hcall.H_SUCCESS, guest);
      assertEquals(19, guest.table().geometry().shift());
      guest.assertAllIsRight();
      guest.steps(300).assertAllIsRight();
      GuestKernel.request(guest.machine(), GuestEvent.HASH);
      guest.steps(300).assertAllIsRight();
    }
  }

  @Test
  void resetGuestBootsAnewWithAnotherSeed() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300)) {
      long rate = guest.ram().getBe64(HeaderLayout.RATE);
      long seed = guest.ram().getBe64(HeaderLayout.SEED);
      int frames = guest.map().frames();
      GuestKernel.request(guest.machine(), GuestEvent.resizeTo(18));
      guest.machine().resetTable();
      GuestKernel.reboot(guest.machine());

      assertFalse(guest.status().eventPending());
      assertEquals(rate, guest.ram().getBe64(HeaderLayout.RATE));
      assertTrue(seed != guest.ram().getBe64(HeaderLayout.SEED));
      assertEquals(frames, guest.map().frames());
      guest.assertAllIsRight();
      guest.steps(300).assertAllIsRight();
    }
  }

  @Test
  void resetRadixGuestIsHash() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300)) {
      GuestKernel.request(guest.machine(), GuestEvent.RADIX);
      guest.steps(300);
      guest.machine().resetTable();
      GuestKernel.reboot(guest.machine());
      guest.steps(300).assertAllIsRight();
    }
  }

  @Test
  void checkTellsOfATableThatTheGuestDoesNotUse() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300)) {
      GuestKernel.request(guest.machine(), GuestEvent.RADIX);
      guest.steps(STEPS);
      guest.machine().newTable(20);
      assertTrue(guest.check().firstMismatches().getFirst().contains("has shift 20"));
      guest.steps(1);
      assertTrue(guest.status().surprises() > 0);
    }
  }

  @Test
  void wordThatIsNoRequestIsRefused() throws Exception {
    try (BootedGuest guest = BootedGuest.boot(64, 20, Workload.MIX)) {
      guest.ram().putBe64(HeaderLayout.REQUEST, 0x1ff);
      guest.steps(1);
      assertAnswer(Hcall.H_PARAMETER, guest);
      guest.assertAllIsRight();
    }
  }

  private static HashPageTable copyOfTable(BootedGuest guest) throws Exception {
    HashPageTable copy = guest.machine().hpt().allocate(guest.table().geometry());
    for (long slot = 0; slot < guest.table().geometry().slots(); slot++) {
      copy.lock(slot);
      copy.store(slot, guest.table().dword0(slot), guest.table().dword1(slot));
    }
    return copy;
  }

  private static void assertAnswer(long code, BootedGuest guest) throws NoGuestException {
    assertFalse(guest.status().eventPending());
    assertEquals(code, guest.status().answer());
  }

  private static void assertRadixIsRight(BootedGuest guest) throws NoGuestException {
    GuestCheckResult result = GuestCheck.check(guest.ram(), null);
    assertEquals(0, result.mismatches(), result::toString);
    assertEquals(guest.status().mappedPages(), result.mappings());
    assertEquals(result.mappings(), result.checked());
  }
}
