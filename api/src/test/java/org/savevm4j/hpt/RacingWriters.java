// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * vCPUs that store random entries into few slots, in rounds: in each they all store for a while,
 * then all stand still until the next.
 */
final class RacingWriters {

  /** Hot slots: the first and last of words, on both sides of a summary word's end. */
  static final long[] SLOTS = {0, 1, 63, 64, 127, 4032, 4095, 4096, 4097, 16383};

  private final HashPageTable table;
  private final int mostStores;
  private final CyclicBarrier gate;
  private final AtomicInteger storing = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /**
   * @param mostStores of a writer in a round
   */
  RacingWriters(HashPageTable table, int writers, int mostStores) {
    this.table = table;
    this.mostStores = mostStores;
    this.gate = new CyclicBarrier(writers + 1);
    for (int i = 0; i < writers; i++) {
      Random random = new Random(i);
      threads.add(Thread.ofPlatform().daemon().name("writer " + i).start(() -> run(random)));
    }
  }

  /** Doubleword 1 of the entry with this doubleword 0; no other pair is ever stored. */
  static long dword1(long dword0) {
    return (dword0 & Hpte.V_VALID) == 0 ? 0 : Long.reverse(dword0) ^ 0x5555;
  }

  /** Lets all writers store until they stand still again. */
  void beginRound() throws InterruptedException, BrokenBarrierException, TimeoutException {
    storing.set(threads.size());
    gate.await(10, TimeUnit.SECONDS);
  }

  boolean isRoundOver() {
    return storing.get() == 0;
  }

  /** Ends all writers; they stand still. */
  void end() throws InterruptedException, BrokenBarrierException, TimeoutException {
    over = true;
    gate.await(10, TimeUnit.SECONDS);
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }

  private void run(Random random) {
    while (await() && !over) {
      for (int stores = random.nextInt(mostStores); stores > 0; stores--) {
        long slot = SLOTS[random.nextInt(SLOTS.length)];
        long dword0 = random.nextLong() & ~Hpte.V_HOST;
        table.lock(slot);
        table.store(slot, dword0, dword1(dword0));
      }
      storing.decrementAndGet();
    }
  }

  private boolean await() {
    try {
      gate.await();
      return true;
    } catch (InterruptedException | BrokenBarrierException e) {
      return false;
    }
  }
}
