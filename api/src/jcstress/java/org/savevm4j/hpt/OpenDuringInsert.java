// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A saver opens its set and begins its first lap while a vCPU inserts an entry: can the vCPU leave
 * no mark and the lap miss the entry?
 */
@JCStressTest
@JCStressMeta(NoChangeIsLost.class)
@State
public class OpenDuringInsert extends RacedTable {

  public OpenDuringInsert() {
    super(false);
  }

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
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
