// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.Hpte;

/**
 * H_READ: answers what is in a slot, or in the four aligned ones around it.
 *
 * <p>Each entry is read under its lock, so that its halves belong together; four entries are not
 * from one moment.
 */
final class Read implements HptCall {

  @Override
  public long call(HashPageTable table, long[] args) {
    long ptex = args[1];
    if (Long.compareUnsigned(ptex, table.geometry().slots()) >= 0) {
      return Hcall.H_PARAMETER;
    }
    int count = 1;
    if ((args[0] & Hcall.H_READ_4) != 0) {
      ptex &= ~3L;
      count = 4;
    }
    for (int i = 0; i < count; i++) {
      long dword0 = table.lock(ptex + i);
      args[2 * i] = dword0 & ~Hpte.V_HOST;
      args[2 * i + 1] = table.dword1(ptex + i);
      table.unlock(ptex + i, dword0);
    }
    return Hcall.H_SUCCESS;
  }
}
