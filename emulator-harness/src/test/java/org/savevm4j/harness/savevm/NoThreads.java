// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/** A thread of a computer that has no more of them. */
public final class NoThreads extends Thread {

  public NoThreads(Runnable work) {
    super(work);
  }

  @Override
  public void start() {
    throw new OutOfMemoryError("no more threads");
  }
}
