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
 * Two vCPUs store two marked slots of one word while the saver takes and reads: can the saver's
 * marking again of the one disturb the mark of the other? For machines with two CPUs: the saver's
 * lap falls between the steps of the other vCPU, on its thread, and so always finds its slot
 * locked. {@link TwoSlotsAndSaver} has a thread for each.
 */
@JCStressTest
@Outcome(
    id = "new, clean, locked, marked",
    expect = Expect.ACCEPTABLE,
    desc = "The lap has the new entry, the next lap will have the other.")
@Outcome(
    id = ".*, marked, locked, marked",
    expect = Expect.ACCEPTABLE,
    desc = "The next lap will have both.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A change is lost.")
@State
public class TwoSlotsAndSaverOnTwoThreads extends RacedTable {

  public TwoSlotsAndSaverOnTwoThreads() {
    store(SLOT, OLD_0, OLD_1);
    store(OTHER_SLOT, OLD_0, OLD_1);
  }

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void otherVcpuAroundSaver(LLLL_Result r) {
    table.lock(OTHER_SLOT);
    laterLap();
    table.store(OTHER_SLOT, OTHER_0, OTHER_1);
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
