// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.section.Pending;

class StopDecisionTest {

  private static final long SENT = 1 << 20;

  private final StopDecision decision = new StopDecision(() -> MigrationParameters.DEFAULT);

  @Test
  void claimsOfMoreThanALongHoldsTogetherNeverFit() {
    assertNeverFits(Long.MAX_VALUE, Long.MAX_VALUE);
    assertNeverFits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    assertNeverFits(Long.MAX_VALUE, 1);
    assertNeverFits(1L << 62, 1L << 62, 1L << 62);
  }

  @Test
  void aClaimOfAllThatALongHoldsDoesNotFitWithWhatIsOnItsWay() {
    assertNeverFits(Long.MAX_VALUE);
    assertNeverFits(Long.MAX_VALUE - 1);
  }

  @Test
  void littleFits() {
    decision.confirmed(SENT, 1);
    List<Pending> left = left(4096, 0, 4096);
    assertTrue(decision.fewAreLeft(List.of(), left), "8 KiB at 128 MiB/s are far below 300 ms");
    assertTrue(decision.destinationIsNear(left, SENT), "nothing else is on its way");
  }

  /** With no section in its first pass, and all but 1 MiB of the stream loaded. */
  private void assertNeverFits(long... claims) {
    List<Pending> left = left(claims);
    decision.confirmed(SENT, 1);
    assertFalse(decision.fewAreLeft(List.of(), left), () -> left + " fit the limit");
    assertFalse(decision.destinationIsNear(left, 2 * SENT), () -> left + " fit, with 1 MiB more");
  }

  private static List<Pending> left(long... claims) {
    return Arrays.stream(claims).mapToObj(Pending::of).toList();
  }
}
