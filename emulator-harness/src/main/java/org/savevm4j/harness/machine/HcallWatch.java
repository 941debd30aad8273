// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

/** Hears how long hypercalls took. On the thread of the vCPU, after each call. */
@FunctionalInterface
public interface HcallWatch {

  /**
   * A call ended.
   *
   * @param opcode as the guest had it in r3
   * @param nanos that the vCPU was in it, the reading of the clock included
   */
  void took(long opcode, long nanos);
}
