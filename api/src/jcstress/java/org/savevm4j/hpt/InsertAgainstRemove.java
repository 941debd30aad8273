// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * One vCPU replaces an entry, another removes it: can the slot's occupied bit say in the end what
 * the entry does not, and is the slot marked?
 */
@JCStressTest
@Outcome(id = "new, occupied, marked", expect = Expect.ACCEPTABLE, desc = "Removed, inserted.")
@Outcome(id = "empty, vacant, marked", expect = Expect.ACCEPTABLE, desc = "Replaced, removed.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Entry and maps contradict each other.")
@State
public class InsertAgainstRemove extends RacedTable {

  public InsertAgainstRemove() {
    store(SLOT, OLD_0, OLD_1);
    takeDirty();
  }

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void otherVcpu() {
    store(SLOT, 0, 0);
  }

  @Arbiter
  public void end(LLL_Result r) {
    r.r1 = entry(SLOT);
    r.r2 = table.occupied().get(SLOT) ? "occupied" : "vacant";
    r.r3 = mark(takeMarks(), SLOT);
  }
}
