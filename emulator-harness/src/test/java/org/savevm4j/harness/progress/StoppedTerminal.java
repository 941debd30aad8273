// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.io.Writer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** A terminal that takes nothing until somebody lets it, as after Ctrl-S and before Ctrl-Q. */
public final class StoppedTerminal extends Writer {

  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final CompletableFuture<Thread> writer = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();

  /** Guards the text; whoever writes here holds this object's own lock while it blocks. */
  private final Object guard = new Object();

  /** Answers who writes, when somebody does. */
  Thread writer() throws ExecutionException, InterruptedException {
    return writer.get();
  }

  /** Takes all from now on. */
  public void goOn() {
    goesOn.countDown();
  }

  /** Returns what was written, when that ends so. */
  String await(String end) throws InterruptedException {
    synchronized (guard) {
      while (!text.toString().endsWith(end)) {
        guard.wait();
      }
      return text.toString();
    }
  }

  /** What was taken. */
  public String text() {
    synchronized (guard) {
      return text.toString();
    }
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    writer.complete(Thread.currentThread());
    boolean waits = true;
    while (waits) {
      try {
        goesOn.await();
        waits = false;
      } catch (InterruptedException _) {
        // nobody is woken by that who writes to a terminal
      }
    }
    synchronized (guard) {
      text.append(chars, offset, length);
      guard.notifyAll();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
