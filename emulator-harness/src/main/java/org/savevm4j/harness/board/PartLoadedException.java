// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;

/**
 * A load failed when it had begun to change the machine, which is neither what it was nor what it
 * was to be: it must not run.
 */
final class PartLoadedException extends IOException {

  /** What helps. */
  static final String WHAT_TO_DO = "load a snapshot again, or start an emulator anew";

  private static final long serialVersionUID = 1L;

  /**
   * @param cause which section it was, and why
   */
  PartLoadedException(Throwable cause) {
    super(
        (cause instanceof IOException ? cause.getMessage() : cause.toString())
            + "; the machine is left part loaded, and stays paused: "
            + WHAT_TO_DO,
        cause);
  }
}
