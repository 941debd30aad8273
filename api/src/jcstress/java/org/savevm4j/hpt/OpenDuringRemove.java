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
 * A saver opens its set and begins its first lap while a vCPU removes an entry: can the lap have
 * the entry, and no mark say that it went?
 */
@JCStressTest
@Outcome(
    id = {"untold, clean", "empty, clean"},
    expect = Expect.ACCEPTABLE,
    desc = "The lap leaves the slot out, and so it is empty at the receiver.")
@Outcome(id = ".*, marked", expect = Expect.ACCEPTABLE, desc = "The next lap will have it.")
@Outcome(id = ".*, clean", expect = Expect.FORBIDDEN, desc = "The removal is lost.")
@State
public class OpenDuringRemove extends RacedTable {

  public OpenDuringRemove() {
    super(false);
    store(SLOT, OLD_0, OLD_1);
  }

  @Actor
  public void vcpu() {
    store(SLOT, 0, 0);
  }

  @Actor
  public void saver(LL_Result r) {
    openAndFirstLap();
    r.r1 = seen(SLOT);
  }

  @Arbiter
  public void nextLap(LL_Result r) {
    r.r2 = mark(takeMarks(), SLOT);
  }
}
