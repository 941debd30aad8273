// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * {@link OpenDuringInsert} with a vCPU that looks which sets are open before it locks the entry: is
 * the change lost then?
 */
@JCStressTest
@JCStressMeta(ChangeCanBeLost.class)
@State
public class MutationLooksBeforeTheLock extends RacedTable {

  public MutationLooksBeforeTheLock() {
    super(false);
  }

  @Actor
  public void vcpu() {
    storeHavingLooked(SLOT, NEW_0, NEW_1);
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
