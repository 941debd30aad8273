// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryPredictionTest {

  private static final long SMALL = 0x11;
  private static final long LARGE = 0x15;

  @Test
  void everyEntryComesBack() {
    Random random = new Random(9);
    EntryPrediction teller = new EntryPrediction();
    EntryPrediction hearer = new EntryPrediction();
    for (int i = 0; i < 10_000; i++) {
      long slot = random.nextLong() >>> 32;
      long dword0 = random.nextLong();
      long dword1 = random.nextLong();
      long told0 = teller.tell0(slot, dword0);
      long told1 = teller.tell1(slot, dword0, dword1);
      assertEquals(dword0, hearer.dword0(slot, told0));
      assertEquals(dword1, hearer.dword1(slot, dword0, told1));
    }
  }

  @Test
  void nothingIsLeftOfALinearMappingOf64KiBPages() {
    // as a kernel's first gigabyte: hash = segment ^ page, real page = page
    long segment = 0x2a50;
    EntryPrediction expected = new EntryPrediction();
    for (long page = 0; page < 16384; page++) {
      long group = segment ^ page;
      long dword0 = 0x400e_a1b2_0000_0000L | page >>> 7 << 7 | LARGE;
      long told0 = expected.tell0(group * 8, dword0);
      long told1 = expected.tell1(group * 8, dword0, page << 16 | 0x1194);
      assertEquals(0, page == 0 ? 0 : told0 | told1, () -> "group " + group);
    }
  }

  @Test
  void nothingIsLeftOfALinearMappingOf4KiBPages() {
    long segment = 0x12345;
    EntryPrediction expected = new EntryPrediction();
    for (long page = 0; page < 65536; page++) {
      long group = segment ^ page;
      long dword0 = 0x400e_a1b2_0000_0000L | page >>> 11 << 7 | SMALL;
      long told0 = expected.tell0(group * 8, dword0);
      long told1 = expected.tell1(group * 8, dword0, page << 12 | 0x194);
      assertEquals(0, page == 0 ? 0 : told0 | told1, () -> "group " + group);
    }
  }
}
