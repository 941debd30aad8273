// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.machine.PseriesMachine;
import org.savevm4j.harness.memory.PageMarks;
import org.savevm4j.hpt.DirtyMarks;
import org.savevm4j.hpt.Hpte;

/** Each test breaks one thing in a guest that was right. */
@Timeout(20)
final class GuestCheckTest {

  private BootedGuest guest;

  @BeforeEach
  void runForAWhile() throws Exception {
    guest = BootedGuest.boot(64, 20, Workload.MIX).steps(300);
    guest.assertAllIsRight();
  }

  @AfterEach
  void close() {
    guest.close();
  }

  @Test
  void seesADroppedEntry() throws Exception {
    guest.store(guest.slotOf(guest.anyHashedPte()), 0, 0);
    assertSeen("not in the table");
  }

  @Test
  void seesADroppedEntryOfTheLinearMap() throws Exception {
    long ea = VirtualSegments.KERNEL_BASE + (5L << MemoryMap.PAGE_SHIFT);
    long group = PageEntry.primaryHash(0, ea) & guest.table().geometry().ptegMask();
    long slot = group * 8;
    while (((guest.table().dword0(slot) ^ PageEntry.dword0(0, ea)) & Hpte.V_AVPN) != 0) {
      slot++;
    }
    guest.store(slot, 0, 0);
    assertSeen("not in the table");
  }

  @Test
  void seesAStaleEntry() throws Exception {
    long slot = guest.slotOf(guest.anyHashedPte());
    guest.store(guest.firstFreeSlot(), guest.table().dword0(slot), guest.table().dword1(slot));
    assertSeen("does not believe in");
  }

  @Test
  void seesAnEntryInAnotherSlotOfItsGroup() throws Exception {
    long slot = guest.slotOf(guest.anyHashedPte());
    long other = slot & -8;
    while ((guest.table().dword0(other) & Hpte.V_VALID) != 0) {
      other++;
    }
    guest.store(other, guest.table().dword0(slot), guest.table().dword1(slot));
    guest.store(slot, 0, 0);
    assertSeen("believed in");
  }

  @Test
  void seesAChangedRpn() throws Exception {
    long slot = guest.slotOf(guest.anyHashedPte());
    guest.store(slot, guest.table().dword0(slot), guest.table().dword1(slot) + MemoryMap.PAGE);
    assertSeen("expected");
  }

  @Test
  void seesALostProtection() throws Exception {
    long slot = guest.slotOf(guest.anyHashedPte());
    guest.store(slot, guest.table().dword0(slot), guest.table().dword1(slot) ^ 1);
    assertSeen("expected");
  }

  @Test
  void seesAnyChangedMarkOfAStamp() throws Exception {
    long pte = guest.anyHashedPte();
    long page = guest.ram().getBe64(pte + PteLayout.PAGE) & PteLayout.RA;
    long stamp = guest.ram().getBe64(pte + PteLayout.STAMP);
    int marks = 0;
    for (long ra = page; ra < page + MemoryMap.PAGE; ra += 8) {
      long value = guest.ram().getBe64(ra);
      if (value == stamp || value == (~stamp ^ ra - 8)) {
        guest.ram().putBe64(ra, value + 1);
        assertTrue(guest.check().mismatches() > 0, "the mark at " + ra);
        guest.ram().putBe64(ra, value);
        marks++;
      }
    }
    assertEquals(8, marks);
    guest.assertAllIsRight();
  }

  @Test
  void seesALostBelief() throws Exception {
    guest.ram().putBe64(guest.anyHashedPte() + PteLayout.HASHED, 0);
    assertSeen("does not believe in");
  }

  @Test
  void seesALostPageOfKernelData() throws Exception {
    long area = guest.map().areaRa(0);
    guest.ram().putBe64(area + AreaLayout.PROCESSES, 0);
    assertSeen("counts 0 processes");
  }

  @Test
  void tellsWhatTheGuestWasSurprisedBy() throws Exception {
    guest.vcpu().gpr()[GuestRegisters.UPDATES]++;
    guest.steps(1);
    assertSeen("the registers did not fit the memory");
  }

  @Test
  void theGuestItselfFindsALostEntryAndGoesOn() throws Exception {
    for (long slot = 0; slot < guest.table().geometry().slots(); slot++) {
      if ((guest.table().dword0(slot) & (Hpte.V_VALID | Hpte.V_BOLTED)) == Hpte.V_VALID) {
        guest.store(slot, 0, 0);
      }
    }
    guest.steps(20);
    assertTrue(guest.status().surprises() > 0);
    assertSeen("an entry believed in was not found");
  }

  @Test
  void showsTenMismatchesAndCountsAll() throws Exception {
    for (long slot = 0; slot < guest.table().geometry().slots(); slot++) {
      guest.store(slot, 0, 0);
    }
    GuestCheckResult result = guest.check();
    assertEquals(10, result.firstMismatches().size());
    assertEquals(result.mappings(), result.mismatches());
    assertEquals(0, result.checked());
  }

  @Test
  void changesNothing() throws Exception {
    long[] words = new long[1 << 16];
    DirtyMarks marks = guest.table().tracking().open();
    try (PseriesMachine copy = BootedGuest.machine(64, 20, 1)) {
      copy.ram().current().copyIn(0, guest.ram().memory());
      PageMarks pages = guest.ram().dirtyPages();
      for (long word = pages.next(0); word < pages.words(); word = pages.next(word + 1)) {
        pages.take(word);
      }
      guest.check();
      assertEquals(-1, copy.ram().current().memory().mismatch(guest.ram().memory()));
      assertEquals(0, marks.takeNext(0, words, new long[words.length]));
      assertEquals(0, pages.count());
    }
  }

  @Test
  void aRamWithoutAGuestIsATypedError() {
    try (PseriesMachine empty = BootedGuest.machine(64, 20, 1)) {
      NoGuestException none =
          assertThrows(
              NoGuestException.class, () -> GuestCheck.check(empty.ram().current(), guest.table()));
      assertEquals("no guest in RAM: magic is 0x0, not 0x53564d344a475354", none.getMessage());
    }
  }

  @Test
  void aHeaderThatDoesNotFitTheRamIsATypedError() {
    guest.ram().putBe64(HeaderLayout.POOL_FRAMES, 1024);
    NoGuestException none =
        assertThrows(NoGuestException.class, () -> GuestCheck.check(guest.ram(), guest.table()));
    assertEquals(
        "no guest in RAM: pool is 0x400, not frames that fit into the RAM", none.getMessage());
  }

  private void assertSeen(String words) throws NoGuestException {
    GuestCheckResult result = guest.check();
    assertTrue(result.mismatches() > 0);
    assertTrue(
        result.firstMismatches().stream().anyMatch(line -> line.contains(words)),
        () -> result.firstMismatches().toString());
  }
}
