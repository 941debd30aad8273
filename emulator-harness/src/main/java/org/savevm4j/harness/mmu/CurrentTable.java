// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;

/** Where hypercalls find the table that the machine has now. */
@FunctionalInterface
public interface CurrentTable {

  /**
   * The table, or null: the guest is radix. Without a lease, and therefore only for a vCPU inside a
   * step, since tables are replaced only while there is none.
   */
  @Nullable HashPageTable current();
}
