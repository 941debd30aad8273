// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.savevm4j.section.IterateResult;

/**
 * A save while another thread changes the machine. A fast guest meets the save at every place;
 * after it, though, everything has changed once more, and what got lost comes all the same. So
 * there is also a slow one, whose last changes are few.
 */
final class RacedSave {

  private static final long TURN_BYTES = 1;
  private static final int LEAST_TURNS = 100;
  private static final int MOST_TURNS = 2000;
  private static final int SLOW = 1;
  private static final int FAST = 50;
  private static final long PATIENCE_SECONDS = 20;

  private RacedSave() {}

  /**
   * Sends in turns, during or behind each of which the guest makes some changes, until there were
   * enough and a pass has just ended; then the guest stops.
   */
  static SavedSection of(
      LiveSubject source, Set<String> enabled, RandomGenerator random, boolean slow)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Semaphore due = new Semaphore(0);
    Semaphore made = new Semaphore(0);
    CompletableFuture<Void> guest = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("guest of a contract")
            .start(() -> change(source, random, due, made, guest));
    try (SaveRun save = new SaveRun(source.section(), enabled)) {
      save.setup();
      IterateResult result = IterateResult.BUDGET_SPENT;
      for (int turn = 0;
          turn < LEAST_TURNS || (result != IterateResult.CAUGHT_UP && turn < MOST_TURNS);
          turn++) {
        due.release(slow ? SLOW : FAST);
        result = save.iterate(TURN_BYTES);
        if (!made.tryAcquire(slow ? SLOW : FAST, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new TimeoutException("the machine's changes come to no end");
        }
      }
      thread.interrupt();
      guest.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      save.complete();
      return save.saved();
    } finally {
      thread.interrupt();
    }
  }

  /** Changes whenever it may, until it is interrupted. */
  private static void change(
      LiveSubject source,
      RandomGenerator random,
      Semaphore due,
      Semaphore made,
      CompletableFuture<Void> guest) {
    try {
      while (!Thread.interrupted()) {
        due.acquire();
        source.change(random);
        made.release();
      }
      guest.complete(null);
    } catch (InterruptedException _) {
      guest.complete(null);
    } catch (RuntimeException | Error broken) {
      guest.completeExceptionally(broken);
      made.release(MOST_TURNS * FAST);
    }
  }
}
