// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.mmu;

import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;

/** Where MMU and hypercalls find the table that the machine has now. */
@FunctionalInterface
public interface CurrentTable {

  /**
   * The table, or null: the guest is radix. Without a lease, and therefore only for a vCPU inside a
   * step or while the guest is paused. A hypercall that replaces the table does so in the midst of
   * the steps that ask for one: after it, whoever asked before asks again.
   */
  @Nullable HashPageTable current();
}
