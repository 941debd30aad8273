// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * What the guest keeps in which general purpose register of a vCPU, between its steps. All other
 * registers are as the last hypercall left them.
 */
final class GuestRegisters {

  /** Effective address of the vCPU's area ({@link AreaLayout}) in the linear map. */
  static final int AREA = 13;

  /** State of the random generator. */
  static final int RANDOM = 14;

  /** Changed slots since boot; the area holds the same number, which shows a mixed-up state. */
  static final int UPDATES = 15;

  /** The machine's clock at the last step, in ns. */
  static final int CLOCK = 16;

  /** What the pace allows: updates that are due, less those done, times 10^9. */
  static final int CREDIT = 17;

  /** Number of the process that ran last, or -1. */
  static final int PROCESS = 18;

  private GuestRegisters() {}
}
