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
 * Two vCPUs replace the same entry, not marked before, and each looks at it under its lock: can one
 * see the halves of two entries, or the other's work undone, and is the slot marked in the end?
 */
@JCStressTest
@Outcome(
    id = {"old, new, other, marked", "other, old, new, marked"},
    expect = Expect.ACCEPTABLE,
    desc = "One after the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The lock does not hold, or the mark is lost.")
@State
public class TwoStoresOfASlot extends RacedTable {

  public TwoStoresOfASlot() {
    store(SLOT, OLD_0, OLD_1);
    takeDirty();
  }

  @Actor
  public void vcpu(LLLL_Result r) {
    r.r1 = name(table.lock(SLOT), table.dword1(SLOT));
    table.store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void otherVcpu(LLLL_Result r) {
    r.r2 = name(table.lock(SLOT), table.dword1(SLOT));
    table.store(SLOT, OTHER_0, OTHER_1);
  }

  @Arbiter
  public void end(LLLL_Result r) {
    r.r3 = entry(SLOT);
    r.r4 = mark(takeMarks(), SLOT);
  }
}
