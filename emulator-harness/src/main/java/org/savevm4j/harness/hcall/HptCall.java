// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

import org.savevm4j.hpt.HashPageTable;

/** A hypercall that works on the guest's table. Any number of vCPUs are in it at a time. */
@FunctionalInterface
public interface HptCall {

  /**
   * Does the call. Allocates nothing.
   *
   * @param table the guest's table, for the whole call
   * @param args the arguments from the first on, at least {@link Hypercalls#ARGUMENTS} long;
   *     receives the results from the first on
   * @return one of the codes of {@link Hcall}
   */
  long call(HashPageTable table, long[] args);
}
