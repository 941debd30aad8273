// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.htab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.Hpte;

/** Groups that were emptied, stored to, and emptied again. */
final class EmptyGroupsTest {

  private static final int SHIFT = 22;
  private static final int SLOTS = 1 << SHIFT - 4;
  private static final int LONGEST = 65_535;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9, 5000})
  void whatIsStoredBetweenTwoClearingsIsClearedAndWhatIsStoredAfterThemStays(int longest)
      throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      LoadModel model = new LoadModel(Hpte.V_HOST, SHIFT);
      for (int round = 0; round < 8; round++) {
        for (int i = 0; i < 60; i++) {
          model.tell(random, random.nextInt(SLOTS - longest), random.nextInt(1, longest + 1), 0);
        }
        for (int i = 0; i < 4; i++) {
          model.tell(random, random.nextInt(SLOTS - LONGEST), 0, LONGEST);
        }
      }
      for (int i = 0; i < 60; i++) {
        model.tell(random, random.nextInt(SLOTS - longest), random.nextInt(1, longest + 1), 0);
      }
      model.load(random);
      model.assertLoaded("seed " + seed);
    }
  }

  @Test
  void groupIsKnownToBeEmptyFromWhenItWasEmptiedUntilASlotOfItIsStoredTo() {
    EmptyGroups groups = new EmptyGroups(SLOTS);
    assertFalse(groups.has(0));
    groups.add(0);
    groups.add(4096);
    groups.add(SLOTS - 4096);
    groups.stored(8192, 8200);
    groups.stored(4096, 4096);
    assertTrue(groups.has(0) && groups.has(4096) && groups.has(SLOTS - 4096));
    assertFalse(groups.has(8192));
    groups.stored(4095, 4097);
    assertFalse(groups.has(0) || groups.has(4096));
    assertTrue(groups.has(SLOTS - 4096));
  }
}
