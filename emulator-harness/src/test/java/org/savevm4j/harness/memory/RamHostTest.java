// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RamHostTest {

  private final RamHost host = new RamHost(8192);

  @Test
  void adoptsAFreshRamAndHandsOverTheOldOne() {
    GuestRam old = host.current();
    GuestRam fresh = host.allocate();
    fresh.putBe64(0, 42);
    assertSame(old, host.adopt(fresh));
    assertSame(fresh, host.current());
    assertEquals(42, host.current().getBe64(0));
    assertEquals(0, old.getBe64(0));
    old.free();
    host.free();
  }

  @Test
  void refusesRamOfAnotherSizeAndKeepsItsOwn() {
    GuestRam small = new RamHost(4096).current();
    assertThrows(IllegalArgumentException.class, () -> host.adopt(small));
    assertEquals(8192, host.current().bytes());
    small.free();
    host.free();
  }
}
