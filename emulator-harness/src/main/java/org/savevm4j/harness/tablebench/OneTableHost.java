// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;

/** Gives the same table to each load, whose caller has emptied it, and keeps it. */
record OneTableHost(HashPageTable table) implements HptHost {

  @Override
  public HptLease lease() {
    throw new UnsupportedOperationException("nothing is saved here");
  }

  @Override
  public long generation() {
    return 0;
  }

  @Override
  public int maxShift() {
    return table.geometry().shift();
  }

  @Override
  public long clearedOnLoad() {
    return Hpte.V_HOST;
  }

  @Override
  public HashPageTable allocate(HptGeometry geometry) {
    return table;
  }

  @Override
  public void adopt(@Nullable HashPageTable loaded) {
    // stays where it is
  }

  @Override
  public void discard(HashPageTable unused) {
    // stays where it is
  }
}
