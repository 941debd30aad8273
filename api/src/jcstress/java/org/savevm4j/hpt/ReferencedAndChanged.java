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
 * A vCPU sets R and C of a marked entry, which changes doubleword 1 while doubleword 0 stays what
 * it was but for the lock, and the saver takes the marks and reads: can the saver have the entry
 * without C, and find no mark afterwards?
 */
@JCStressTest
@Outcome(id = "changed, clean", expect = Expect.ACCEPTABLE, desc = "The lap has C.")
@Outcome(id = ".*, marked", expect = Expect.ACCEPTABLE, desc = "The next lap will have it.")
@Outcome(id = ".*, clean", expect = Expect.FORBIDDEN, desc = "C is lost.")
@State
public class ReferencedAndChanged extends RacedTable {

  public ReferencedAndChanged() {
    store(SLOT, OLD_0, OLD_1);
  }

  @Actor
  public void vcpu() {
    table.setReferencedChanged(SLOT, OLD_0, OLD_1, Hpte.R_REFERENCED | Hpte.R_CHANGED);
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
