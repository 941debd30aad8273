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
 * {@link RemoveInWholeWords} with a saver that does not ask the marks again: is an entry without V
 * told as valid then?
 */
@JCStressTest
@Outcome(
    id = "an entry without V, .*",
    expect = Expect.ACCEPTABLE_INTERESTING,
    desc = "Told wrongly, as it must be without this step: the test can fail.")
@Outcome(
    id = "(untold|empty|locked|old|torn), .*",
    expect = Expect.ACCEPTABLE,
    desc = "As with that step.")
@State
public class MutationWithoutLookAtMarks extends RacedTable {

  public MutationWithoutLookAtMarks() {
    store(SLOT, OLD_0, OLD_1);
  }

  @Actor
  public void vcpu() {
    store(SLOT, 0, 0);
  }

  @Actor
  public void saver(LL_Result r) {
    firstLapInWholeWords(false);
    r.r1 = seen(SLOT);
  }

  @Arbiter
  public void nextLap(LL_Result r) {
    r.r2 = mark(takeMarks(), SLOT);
  }
}
