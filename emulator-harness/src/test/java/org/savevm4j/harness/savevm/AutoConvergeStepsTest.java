// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AutoConvergeStepsTest {

  private ThrottleParameters parameters = ThrottleParameters.DEFAULT;
  private final AutoConverge converge = new AutoConverge();
  private long now;
  private long left = 1000;
  private long sent;

  @Test
  void everySecondPeriodOverTheTriggerIsAStepUpToTheMost() {
    assertEquals(0, period(0, 0));
    assertEquals(0, period(51, 100));
    assertEquals(20, period(51, 100));
    assertEquals(20, period(100, 100));
    assertEquals(30, period(100, 100));
    for (int steps = 0; steps < 20; steps++) {
      period(100, 100);
    }
    assertEquals(99, period(100, 100));
  }

  @Test
  void tailslowTakesNoMoreThanSeemsToBeNeeded() {
    parameters = new ThrottleParameters(20, 10, 99, 50, true);
    period(0, 0);
    period(100, 100);
    assertEquals(20, period(100, 100));
    period(100, 100);
    assertEquals(30, period(100, 100), "half of what it changes is too much: a whole step");
    period(52, 100);
    assertEquals(33, period(52, 100), "of 70 percent that run, 67 are slow enough");
    assertEquals(33, period(50, 100));
  }

  @Test
  void guestThatChangesLessThanTheTriggerRunsOn() {
    for (int periods = 0; periods < 10; periods++) {
      assertEquals(0, period(50, 100));
    }
  }

  @Test
  void looksOnceAPeriodOnly() {
    period(0, 0);
    for (int looks = 0; looks < 100; looks++) {
      assertEquals(0, converge.look(now + 1, left + 1000, sent, ThrottleParameters.DEFAULT));
    }
  }

  @Test
  void parametersHaveQemusBounds() {
    assertThrows(IllegalArgumentException.class, () -> new ThrottleParameters(0, 10, 99, 50));
    assertThrows(IllegalArgumentException.class, () -> new ThrottleParameters(20, 0, 99, 50));
    assertThrows(IllegalArgumentException.class, () -> new ThrottleParameters(20, 10, 19, 50));
    assertThrows(IllegalArgumentException.class, () -> new ThrottleParameters(20, 10, 100, 50));
    assertThrows(IllegalArgumentException.class, () -> new ThrottleParameters(20, 10, 99, 101));
  }

  /** Lets a period pass in which so much is changed and sent. */
  private int period(long changed, long sentMore) {
    now += AutoConverge.PERIOD_NANOS;
    left += changed - sentMore;
    sent += sentMore;
    return converge.look(now, left, sent, parameters);
  }
}
