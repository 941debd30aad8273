// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.savevm4j.hpt.HashPageTable;

/** When a vCPU's translations come from its cache, and when they must not. */
class TranslationCacheTest {

  private static final long EA = 0x5678;
  private static final long RA = 0x9678;

  private final MmuTables guest = new MmuTables();

  @AfterEach
  void close() {
    guest.close();
  }

  /** An entry that is stored without a word is not seen, which is how these tests see a hit. */
  @Test
  void keepsAPageUntilItIsToldThatTheEntryChanged() {
    guest.map(EA, 0x9192);
    assertEquals(RA, read());
    long slot = guest.map(EA, 0xa192);
    assertEquals(RA, read(), "from the cache");
    guest.change(slot, MmuTables.dword0(EA), 0xb192);
    assertEquals(0xb678, read());
    guest.map(EA, 0xc192);
    assertEquals(0xb678, read(), "from the cache again");
  }

  @Test
  void isToldOfChangesByTheGroupOfTheEntry() {
    long slot = guest.map(EA, 0x9192, 3);
    read();
    guest.map(EA, 0xa192, 3);
    guest.change(slot + 8, 0, 0);
    assertEquals(RA, read(), "another group");
    guest.change(slot & ~7, 0, 0);
    assertEquals(0xa678, read(), "the same group");
  }

  @Test
  void losesWhatAnotherVcpuRemovedOnBoth() {
    long slot = guest.map(EA, 0x9192);
    assertEquals(RA, read());
    assertEquals(RA, guest.other.access(MmuTables.MSR, EA, Access.READ));
    guest.change(slot, 0, 0);
    assertEquals(VcpuMmu.MISS, read());
    assertEquals(VcpuMmu.MISS, guest.other.access(MmuTables.MSR, EA, Access.READ));
  }

  @Test
  void isNotDeceivedByAnEntryThatGaveWayAndCameBackWithAnotherAddress() {
    long slot = guest.map(EA, 0x9192);
    read();
    guest.change(slot, 0, 0);
    guest.change(slot, MmuTables.dword0(0x1005678), 0xa192);
    guest.change(slot, MmuTables.dword0(EA), 0xb192);
    assertEquals(0xb678, read());
  }

  @Test
  void setsBitsAnewThatWereCleared() {
    long slot = guest.map(EA, 0x9012);
    guest.mmu.access(MmuTables.MSR, EA, Access.WRITE);
    guest.change(slot, MmuTables.dword0(EA), 0x9112);
    read();
    assertEquals(0x9112, guest.table.dword1(slot));
    guest.mmu.access(MmuTables.MSR, EA, Access.WRITE);
    assertEquals(0x9192, guest.table.dword1(slot));
  }

  @Test
  void dropsEverythingForAnotherTableAndForTheFirstOneAgain() {
    HashPageTable first = guest.table;
    guest.map(EA, 0x9192);
    assertEquals(RA, read());
    try (MmuTables second = new MmuTables()) {
      second.map(EA, 0xa192);
      guest.table = second.table;
      assertEquals(0xa678, read());
      guest.table = first;
      guest.map(EA, 0xb192);
      assertEquals(0xb678, read());
    }
  }

  @Test
  void seesThatTheSegmentIsAnother() {
    guest.map(EA, 0x9192);
    read();
    guest.segment(Slb.VSID_KS);
    assertEquals(VcpuMmu.MISS, guest.mmu.access(MmuTables.MSR, 0x6678, Access.READ));
    guest.map(EA, 0xa192);
    assertEquals(0xa678, read(), "other bits");
    guest.slb.set(0, 0, 0);
    assertEquals(VcpuMmu.MISS, read());
    guest.segment(Slb.VSID_KS);
    assertEquals(0xa678, read(), "as before");
    guest.slb.clear();
    assertEquals(VcpuMmu.MISS, read());
  }

  /** Pages 64 apart share a line. */
  @Test
  void keepsTheLastOfPagesThatShareALine() {
    long far = EA + (64L << 12);
    guest.map(EA, 0x9192);
    guest.map(far, 0xa192);
    read();
    assertEquals(0xa678, guest.mmu.access(MmuTables.MSR, far, Access.READ));
    guest.map(EA, 0xb192);
    guest.map(far, 0xc192);
    assertEquals(0xa678, guest.mmu.access(MmuTables.MSR, far, Access.READ), "from the cache");
    assertEquals(0xb678, read(), "from the table");
  }

  @Test
  void keepsPagesOfALineEach() {
    for (long page = 0; page < TranslationCache.LINES; page++) {
      guest.map(page << 12, 0x10_0192 + (page << 12));
      guest.mmu.access(MmuTables.MSR, page << 12, Access.READ);
    }
    for (long page = 0; page < TranslationCache.LINES; page++) {
      guest.map(page << 12, 0x20_0192);
      assertEquals(
          0x10_0000 + (page << 12), guest.mmu.access(MmuTables.MSR, page << 12, Access.READ));
    }
  }

  /** Its owner may have counted already, and store only now. */
  @Test
  void doesNotKeepAnEntryThatSomebodyHasLocked() {
    long slot = guest.map(EA, 0x9192);
    guest.table.lock(slot);
    assertEquals(RA, read());
    guest.table.store(slot, MmuTables.dword0(EA), 0xa192);
    assertEquals(0xa678, read());
  }

  private long read() {
    return guest.mmu.access(MmuTables.MSR, EA, Access.READ);
  }
}
