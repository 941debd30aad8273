// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/** What a job does, on a thread of its own. */
@FunctionalInterface
interface JobWork {

  /**
   * Does it.
   *
   * @param cancellation may be wished at any time; what cannot be stopped any more is done
   * @throws EmulatorException why it failed or that it was cancelled, one line
   */
  void run(Cancellation cancellation) throws EmulatorException;
}
