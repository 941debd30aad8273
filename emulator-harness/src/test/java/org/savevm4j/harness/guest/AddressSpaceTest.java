// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;

final class AddressSpaceTest {

  @Test
  void addressesLeadBackToTheirPageTableEntries() {
    Set<Long> all = new HashSet<>();
    for (int index = 0; index < AddressSpace.PTES; index++) {
      long ea = AddressSpace.ea(index);
      assertTrue(all.add(ea));
      assertEquals(index, AddressSpace.index(ea));
      assertEquals(index, AddressSpace.index(ea + MemoryMap.PAGE - 1));
    }
    assertEquals(-1, AddressSpace.index(0));
    assertEquals(-1, AddressSpace.index(0x30000000));
  }

  @Test
  void virtualSegmentsAreUniqueAndLeadBackToContextAndSegment() {
    Set<Long> all = new HashSet<>();
    for (int context = 0; context < 1000; context++) {
      for (long ea = 0; ea < 1L << 40; ea += 123L << VirtualSegments.SEGMENT_SHIFT) {
        long vsid = VirtualSegments.vsid(context, ea);
        assertTrue(all.add(vsid));
        assertEquals(context, VirtualSegments.context(vsid));
        assertEquals(ea, VirtualSegments.start(vsid));
      }
    }
  }

  @Test
  void anEntryTellsWhoseItIsFromItsDoublewordAndSlot() {
    for (int shift : new int[] {18, 22, 30}) {
      HptGeometry geometry = new HptGeometry(shift);
      for (int context = 1; context < 300; context++) {
        for (int index = 0; index < AddressSpace.PTES; index += 5) {
          long ea = AddressSpace.ea(index);
          long hash = PageEntry.primaryHash(context, ea);
          long slot = (hash & geometry.ptegMask()) * 8 + 5;
          long secondSlot = (~hash & geometry.ptegMask()) * 8 + 2;
          long dword0 = PageEntry.dword0(context, ea);
          assertEquals(context, PageEntry.context(dword0));
          assertEquals(ea, PageEntry.ea(dword0, slot));
          assertEquals(ea, PageEntry.ea(dword0 | Hpte.V_SECONDARY, secondSlot));
        }
      }
    }
  }
}
