// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

/** Somebody's wish that something may end before it is done. Any thread. */
final class Cancellation {

  private boolean wanted;
  private Runnable means = () -> {};

  /** Wishes it, now and for what is still to come. */
  synchronized void cancel() {
    wanted = true;
    means.run();
  }

  /** Says how it is done from now on, which is done at once if it is wished already. */
  synchronized void by(Runnable next) {
    means = next;
    if (wanted) {
      next.run();
    }
  }

  /**
   * Begins nothing that is not wished any more.
   *
   * @throws EmulatorException if it is not
   */
  synchronized void requireNone() throws EmulatorException {
    if (wanted) {
      throw new EmulatorException("it was cancelled before it began");
    }
  }
}
