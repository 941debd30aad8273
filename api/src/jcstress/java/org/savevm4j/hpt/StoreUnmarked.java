// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A vCPU replaces an entry that is not marked, while the saver takes the marks and reads: can the
 * saver have the old entry, or none, and find no mark afterwards?
 */
@JCStressTest
@JCStressMeta(NoChangeIsLost.class)
@State
public class StoreUnmarked extends RacedTable {

  public StoreUnmarked() {
    store(SLOT, OLD_0, OLD_1);
    takeDirty();
  }

  @Actor
  public void vcpu() {
    store(SLOT, NEW_0, NEW_1);
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
