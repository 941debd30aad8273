// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/** What a job does, on a thread of its own. */
@FunctionalInterface
interface JobWork {

  /**
   * Does it.
   *
   * @throws EmulatorException why it failed, one line
   */
  void run() throws EmulatorException;
}
