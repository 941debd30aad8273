// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * {@link StoreMarked} without the lock, and so without a full fence between the store that makes
 * the entry locked and the check of its mark: is the change lost then? The vCPU skips the set for a
 * mark that the saver then takes, and the saver reads the entry before the vCPU's stores reach it.
 */
@JCStressTest
@JCStressMeta(ChangeCanBeLost.class)
@State
public class MutationWithoutLock extends RacedTable {

  public MutationWithoutLock() {
    store(SLOT, OLD_0, OLD_1);
  }

  @Actor
  public void vcpu() {
    table.store(SLOT, NEW_0, NEW_1);
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
