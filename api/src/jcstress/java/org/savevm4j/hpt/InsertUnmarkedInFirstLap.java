// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A vCPU inserts an entry where there never was one, while the first lap comes to its word: can the
 * slot be missed by the walk over occupied slots and have no mark either?
 */
@JCStressTest
@JCStressMeta(NoChangeIsLost.class)
@State
public class InsertUnmarkedInFirstLap extends RacedTable {

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
  }

  @Actor
  public void saver(LL_Result r) {
    firstLap();
    r.r1 = seen(SLOT);
  }

  @Arbiter
  public void nextLap(LL_Result r) {
    r.r2 = mark(takeMarks(), SLOT);
  }
}
