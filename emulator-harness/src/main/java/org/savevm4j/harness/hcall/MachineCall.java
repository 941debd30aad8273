// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hcall;

/** A hypercall. Any number of vCPUs are in it at a time. */
@FunctionalInterface
interface MachineCall {

  /**
   * Does the call.
   *
   * @param args the arguments from the first on, at least {@link Hypercalls#ARGUMENTS} long;
   *     receives the results from the first on
   * @return one of the codes of {@link Hcall}
   */
  long call(long[] args);
}
