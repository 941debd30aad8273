// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionRangeTest {

  @Test
  void containsBothItsEndsAndNothingBeyond() {
    VersionRange range = new VersionRange(2, 0xffffffffL);
    assertFalse(range.contains(1));
    assertTrue(range.contains(2));
    assertTrue(range.contains(0xffffffffL));
    assertFalse(VersionRange.of(3).contains(4));
    assertTrue(VersionRange.of(3).contains(3));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "2, 1", "0, 4294967296"})
  void refusesWhatIsNoRange(long oldest, long newest) {
    assertEquals(
        "no range: " + oldest + " to " + newest,
        assertThrows(IllegalArgumentException.class, () -> new VersionRange(oldest, newest))
            .getMessage());
  }

  @Test
  void saysWhyAVersionDoesNotLoadWithAllNumbers() {
    assertEquals(
        "version 1 is too old, here load versions 2 to 4", new VersionRange(2, 4).refuse(1));
    assertEquals("version 5 is too new, here load version 4", VersionRange.of(4).refuse(5));
  }
}
