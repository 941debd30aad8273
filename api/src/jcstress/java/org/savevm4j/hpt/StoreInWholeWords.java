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
 * The first lap copies whole words while an entry is replaced: no entry without V is told as valid,
 * and the new one is not lost.
 */
@JCStressTest
@Outcome(
    id = {"new, clean"},
    expect = Expect.ACCEPTABLE,
    desc = "The lap has it.")
@Outcome(
    id = "(old|locked|new|torn), marked",
    expect = Expect.ACCEPTABLE,
    desc = "The next lap will have it.")
@State
public class StoreInWholeWords extends RacedTable {

  public StoreInWholeWords() {
    store(SLOT, OLD_0, OLD_1);
  }

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void saver(LL_Result r) {
    firstLapInWholeWords(true);
    r.r1 = seen(SLOT);
  }

  @Arbiter
  public void nextLap(LL_Result r) {
    r.r2 = mark(takeMarks(), SLOT);
  }
}
