// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class BudgetTest {

  private static final long HOUR = 3_600_000_000_000L;

  @Test
  void isSpentAtItsEndPosition() throws IOException {
    StateOutput out = new StateOutput(TricklingChannel.taking(10));
    out.putBe64(0);
    Budget budget = Budget.of(out, 5, HOUR);
    assertFalse(budget.isSpent(8));
    assertFalse(budget.isSpent(12));
    assertTrue(budget.isSpent(13));
    assertTrue(budget.isSpent(14));
  }

  @Test
  void isSpentWhenItsTimeIsOver() {
    StateOutput out = new StateOutput(TricklingChannel.taking(10));
    assertTrue(Budget.of(out, 1 << 30, 0).isSpent(0));
    assertTrue(new Budget(1 << 30, System.nanoTime() - 1).isSpent(0));
    assertFalse(new Budget(1 << 30, System.nanoTime() + HOUR).isSpent(0));
  }

  @Test
  void withoutBoundIsNeverSpent() {
    assertFalse(Budget.unlimited().isSpent(Long.MAX_VALUE - 1));
  }
}
