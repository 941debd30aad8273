// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.savevm4j.hpt.HashPageTable;

/**
 * A vCPU that was taken off its core while it held the locks of some entries: a thread that locks
 * them when it is told to, holds them for {@value #HOLD_NANOS} ns, and lets go.
 */
final class LockHolder implements AutoCloseable {

  /**
   * Well below a time slice of a host's scheduler, so that a waiting read is not made to look bad.
   */
  static final long HOLD_NANOS = 1_000_000;

  private static final long LOOK_MILLIS = 100;

  private enum Word {
    LOCK,
    LOCKED,
    RELEASED
  }

  private final HashPageTable table;
  private final long[] slots;
  private final SynchronousQueue<Word> orders = new SynchronousQueue<>();
  private final SynchronousQueue<Word> answers = new SynchronousQueue<>();
  private final Thread thread;

  /** A holder of the locks of {@code slots}, which may be none. */
  LockHolder(HashPageTable table, long[] slots) {
    this.table = table;
    this.slots = slots.clone();
    this.thread = Thread.ofPlatform().daemon().name("claims-lock-holder").start(this::work);
  }

  /**
   * Returns when all are locked; they stay so for a while from then on.
   *
   * @throws IllegalStateException if the thread has ended
   */
  void lock() throws InterruptedException {
    while (!orders.offer(Word.LOCK, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      requireAlive();
    }
    expect(Word.LOCKED);
  }

  /**
   * Returns when none is locked any more.
   *
   * @throws IllegalStateException if the thread has ended
   */
  void awaitRelease() throws InterruptedException {
    expect(Word.RELEASED);
  }

  private void expect(Word wanted) throws InterruptedException {
    Word word = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    while (word == null) {
      requireAlive();
      word = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (word != wanted) {
      throw new IllegalStateException("the holder of locks says " + word + ", not " + wanted);
    }
  }

  /** Nobody would ever answer for a thread that a fault has ended. */
  private void requireAlive() {
    if (!thread.isAlive()) {
      throw new IllegalStateException("the holder of locks has ended");
    }
  }

  private void work() {
    try {
      while (orders.take() == Word.LOCK) {
        hold();
        answers.put(Word.RELEASED);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void hold() throws InterruptedException {
    long[] dword0 = new long[slots.length];
    for (int i = 0; i < slots.length; i++) {
      dword0[i] = table.lock(slots[i]);
    }
    try {
      answers.put(Word.LOCKED);
      long until = System.nanoTime() + HOLD_NANOS;
      while (slots.length > 0 && System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
    } finally {
      for (int i = 0; i < slots.length; i++) {
        table.unlock(slots[i], dword0[i]);
      }
    }
  }

  /** Ends the thread, which lets go first of what it holds. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
