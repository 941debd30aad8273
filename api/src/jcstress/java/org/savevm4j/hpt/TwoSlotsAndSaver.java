// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Two vCPUs store two marked slots of one word while the saver takes and reads: can a change of
 * either be lost? Needs three CPUs.
 */
@JCStressTest
@Outcome(
    id = "(new, clean|\\w+, marked), (other, clean|\\w+, marked)",
    expect = Expect.ACCEPTABLE,
    desc = "The lap has each entry, or the next lap will have it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A change is lost.")
@State
public class TwoSlotsAndSaver extends RacedTable {

  public TwoSlotsAndSaver() {
    store(SLOT, OLD_0, OLD_1);
    store(OTHER_SLOT, OLD_0, OLD_1);
  }

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void otherVcpu() {
    store(OTHER_SLOT, OTHER_0, OTHER_1);
  }

  @Actor
  public void saver(LLLL_Result r) {
    laterLap();
    r.r1 = seen(SLOT);
    r.r3 = seen(OTHER_SLOT);
  }

  @Arbiter
  public void nextLap(LLLL_Result r) {
    long marks = takeMarks();
    r.r2 = mark(marks, SLOT);
    r.r4 = mark(marks, OTHER_SLOT);
  }
}
