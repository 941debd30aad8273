// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/** What a migration needs of the machine it moves: to stop it, and to let it go on. */
public interface RunControl {

  /**
   * Stops the guest; returns when no vCPU is inside a step or a hypercall.
   *
   * @throws IllegalStateException if the guest has failed: it is not worth moving
   */
  void stopForMigration();

  /** Takes a share of their time from the vCPUs, in percent, 0 to 99; 0 lets them run freely. */
  void throttle(int percent);

  /** Lets a guest run on that {@link #stopForMigration} stopped, if it ran before. */
  void resumeAfterFailure();
}
