// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** Something that is done on a thread of its own. */
final class Order {

  private static final Set<Thread.State> WAITS =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;

  private Order(Executable what) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .unstarted(
                () -> {
                  try {
                    what.execute();
                    ended.complete(null);
                  } catch (Throwable failed) {
                    // whatever it was, the test's own thread is to tell it
                    ended.completeExceptionally(failed);
                  }
                });
  }

  static Order begin(Executable what) {
    Order order = new Order(what);
    order.thread.start();
    return order;
  }

  /** Returns when the thread waits for somebody, for some time or without bound. */
  void awaitWaiting() {
    while (!WAITS.contains(thread.getState())) {
      assertFalse(ended.isDone(), "it waits for nobody");
      Thread.onSpinWait();
    }
  }

  /** Waits for the end, and throws what it threw. */
  void end() throws Exception {
    try {
      ended.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
