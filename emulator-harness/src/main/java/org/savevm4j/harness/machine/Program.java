// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

/** What the guest runs: the code of its kernel and its processes, so to speak. */
@FunctionalInterface
public interface Program {

  /**
   * One step of the guest on this vCPU, between two looks at the pause gate. Called on the vCPU's
   * own thread; the steps of several vCPUs run at the same time. Everything that the guest is to
   * keep over a migration is in its RAM and registers.
   *
   * <p>A step ends soon, well within a millisecond: a stop waits for it. Whatever it throws ends
   * the vCPU and puts the machine into {@link RunState#INTERNAL_ERROR}.
   *
   * @return ns to stay idle before the next step, 0 for none; a stop cuts them short
   */
  long step(Vcpu vcpu);
}
