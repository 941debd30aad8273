// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole table of protection, asked of an MMU: keys, PP0 and PP, no-execute, guarded. */
class ProtectionTest {

  private static final long EA = 0x5678;
  private static final long RA = 0x9678;

  private final MmuTables guest = new MmuTables();

  @AfterEach
  void close() {
    guest.close();
  }

  @ParameterizedTest
  @CsvSource({
    // PP0 with PP, what key 0 may do, what key 1 may do
    "0, RWF, ''",
    "1, RWF, RF",
    "2, RWF, RWF",
    "3, RF, RF",
    "4, '', ''",
    "5, '', ''",
    "6, RF, ''",
    "7, '', ''"
  })
  void permitsWhatKeyAndProtectionSay(int pp, String key0, String key1) {
    long dword1 = 0x9110 | (pp & 3) | (long) (pp >> 2) << 63;
    assertPermitted(key0, 0, dword1, 0);
    assertPermitted(key0, Slb.VSID_KP, dword1, 0);
    assertPermitted(key0, Slb.VSID_KS, dword1, HashMmu.MSR_PR);
    assertPermitted(key1, Slb.VSID_KS, dword1, 0);
    assertPermitted(key1, Slb.VSID_KP, dword1, HashMmu.MSR_PR);
    assertPermitted(key1, Slb.VSID_KS | Slb.VSID_KP, dword1, HashMmu.MSR_PR);
  }

  @Test
  void fetchesFromNoPageThatIsNoExecuteOrGuarded() {
    assertPermitted("RW", 0, 0x9112 | 0x4, 0);
    assertPermitted("RW", 0, 0x9112 | 0x8, 0);
    assertPermitted("RW", Slb.VSID_N, 0x9112, 0);
    assertPermitted("RWF", 0, 0x9112 | 0x60, 0);
  }

  @Test
  void takesADoublewordOfZeroesForOneOfKeyZeroThatMayAll() {
    guest.map(EA, 0);
    assertEquals(0x678, guest.mmu.access(MmuTables.MSR, EA, Access.WRITE));
  }

  @Test
  void knowsNoKeysOfVirtualPages() {
    assertPermitted("RWF", 0, 0x9112 | 0x3000_0000_0000_0e00L, HashMmu.MSR_PR);
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhichEntryRefusedWhatAndSetsNoBits(Access access) {
    guest.segment(Slb.VSID_KS);
    long slot = guest.map(EA, 0x9010);
    assertEquals(VcpuMmu.MISS, guest.mmu.access(MmuTables.MSR, EA, access));
    assertEquals(new ProtectionMiss(EA, 0, slot, 0x9010, access), guest.mmu.miss());
    assertEquals(0x9010, guest.table.dword1(slot));
    assertEquals(0, guest.takeMarks(slot));
  }

  @Test
  void refusesAStoreToAPageThatIsCachedForReading() {
    guest.map(EA, 0x9193);
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, Access.READ));
    assertEquals(VcpuMmu.MISS, guest.mmu.access(MmuTables.MSR, EA, Access.WRITE));
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, Access.READ));
  }

  @Test
  void judgesACachedPageByTheStateOfTheAccess() {
    guest.segment(Slb.VSID_KP);
    guest.map(EA, 0x9190);
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, Access.WRITE));
    long user = MmuTables.MSR | HashMmu.MSR_PR;
    assertEquals(VcpuMmu.MISS, guest.mmu.access(user, EA, Access.READ));
    assertEquals(RA, guest.mmu.access(MmuTables.MSR, EA, Access.WRITE));
  }

  private void assertPermitted(String permitted, long bits, long dword1, long state) {
    guest.segment(bits);
    guest.map(EA, dword1);
    for (Access access : Access.values()) {
      long ra = guest.mmu.access(MmuTables.MSR | state, EA, access);
      boolean is = permitted.indexOf(access.name().charAt(0)) >= 0;
      assertEquals(is ? RA : VcpuMmu.MISS, ra, () -> access + " in " + state);
      // what is cached must not decide over the next access
      guest.change(guest.map(EA, dword1), MmuTables.dword0(EA), dword1);
    }
  }
}
