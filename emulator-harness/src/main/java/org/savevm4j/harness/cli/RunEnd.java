// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.qmp.ShutdownCause;

/**
 * The end of a running emulator: whoever wants it says why, the main thread waits for that, and a
 * signal that ends the process waits for the main thread. Any thread may end it; the first counts.
 */
final class RunEnd implements AutoCloseable {

  /** How long a signal leaves the emulator to end in order. */
  private static final int PATIENCE_SECONDS = 10;

  private final CompletableFuture<ShutdownCause> cause = new CompletableFuture<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread onSignal = new Thread(this::signalled, "end");

  /** Ends on SIGTERM, SIGINT and SIGHUP from now on. */
  static RunEnd onSignals() {
    RunEnd end = new RunEnd();
    Runtime.getRuntime().addShutdownHook(end.onSignal);
    return end;
  }

  /** Ends also when {@code input} does, from now on. */
  void withEndOf(InputStream input) {
    Thread.ofPlatform()
        .daemon()
        .name("parent")
        .start(
            () -> {
              try {
                while (input.read() >= 0) {
                  // Whatever is said, only its end matters.
                }
              } catch (IOException _) {
                // No more can come, which is an end too.
              }
              because(ShutdownCause.PARENT_GONE);
            });
  }

  void because(ShutdownCause why) {
    cause.complete(why);
  }

  /** Waits until somebody ends it. */
  ShutdownCause await() {
    return cause.join();
  }

  /** Says that all is closed, so that a signal can end the process. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException _) {
      // The hook runs: a signal is what ended it.
    }
  }

  /**
   * A JVM that a signal ends has the signal's status; an emulator that did as it was told has 0.
   */
  private void signalled() {
    because(ShutdownCause.SIGNAL);
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
