// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Two vCPUs store two slots whose marks share a word, none set before, and a lap comes after both:
 * can one vCPU's mark overwrite the other's, or both leave the summary to each other?
 */
@JCStressTest
@Outcome(id = "new, other", expect = Expect.ACCEPTABLE, desc = "The lap has both.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A change is lost.")
@State
public class TwoSlotsOfAWord extends RacedTable {

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void otherVcpu() {
    store(OTHER_SLOT, OTHER_0, OTHER_1);
  }

  @Arbiter
  public void saver(LL_Result r) {
    laterLap();
    r.r1 = seen(SLOT);
    r.r2 = seen(OTHER_SLOT);
  }
}
