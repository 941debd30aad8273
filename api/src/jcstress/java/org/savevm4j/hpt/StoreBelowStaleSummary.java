// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The same, with the slot's mark taken but the summary left set, as a first lap leaves it: can the
 * vCPU skip the summary on the strength of one that the saver has taken without the slot's mark?
 */
@JCStressTest
@JCStressMeta(NoChangeIsLost.class)
@State
public class StoreBelowStaleSummary extends RacedTable {

  public StoreBelowStaleSummary() {
    store(SLOT, OLD_0, OLD_1);
    marks.take(0);
  }

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void saver(LL_Result r) {
    laterLap();
    r.r1 = seen(SLOT);
  }

  @Arbiter
  public void nextLap(LL_Result r) {
    r.r2 = mark(takeMarks(), SLOT);
  }
}
