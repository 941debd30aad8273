// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.savevm4j.section.IterateResult;

/** A save in many turns, each of which has a budget. */
final class BudgetedSave {

  private BudgetedSave() {}

  /**
   * Saves a guest that stands still in turns of {@code budget} bytes, and one without time.
   *
   * @param largestItem bytes that a turn may have more than its budget
   * @param mostTurns that it may take
   */
  static SavedSection of(
      LiveSubject source, Set<String> enabled, long budget, long largestItem, int mostTurns)
      throws IOException {
    try (SaveRun save = new SaveRun(source.section(), enabled)) {
      save.setup();
      IterateResult result = save.iterateWithoutTime();
      requireAtMost(largestItem, save, "without time left");
      int turns = 1;
      while (result != IterateResult.CAUGHT_UP) {
        result = save.iterate(budget);
        requireAtMost(budget + largestItem, save, "with a budget of " + budget);
        turns++;
        assertTrue(turns <= mostTurns, turns + " turns of " + budget + " bytes come to no end");
      }
      assertTrue(turns > 1, "a pass in one turn shows no budget kept; make more changes");
      save.complete();
      return save.saved();
    }
  }

  private static void requireAtMost(long most, SaveRun save, String when) {
    assertTrue(
        save.lastBytes() <= most,
        () -> "an iterate " + when + " put " + save.lastBytes() + " bytes, at most " + most);
  }
}
