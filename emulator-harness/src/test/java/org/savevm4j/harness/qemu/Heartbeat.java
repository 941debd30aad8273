// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Listens to a guest's console on a thread of its own, until the console is closed. */
final class Heartbeat {

  /** A guest that lives beats five times a second, TCG on a busy machine included. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final int KEPT_LINES = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Beat> beats = new ArrayList<>();
  private final Deque<String> lines = new ArrayDeque<>();
  private @Nullable GuestModule module;
  private boolean closed;

  Heartbeat(BufferedReader console) {
    Thread.ofVirtual().name("heartbeat").start(() -> listen(console));
  }

  /** How many beats this console has shown. */
  int beats() {
    lock.lock();
    try {
      return beats.size();
    } finally {
      lock.unlock();
    }
  }

  /** The module that the guest loaded before its first beat; fails if it told none. */
  GuestModule module() {
    lock.lock();
    try {
      assertNotNull(module, () -> "the guest has told of no module: " + lines);
      return module;
    } finally {
      lock.unlock();
    }
  }

  /** The last beat so far; fails if there is none. */
  Beat last() {
    lock.lock();
    try {
      assertTrue(!beats.isEmpty(), () -> "the guest has not beaten yet: " + lines);
      return beats.getLast();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until this console has shown {@code number} beats, and answers that one. */
  Beat await(int number) throws InterruptedException {
    Beat beat = await(number, LIMIT);
    assertTrue(beat != null, () -> "no beat " + number + " came; the console's end: " + lines);
    return beat;
  }

  /** The same, or null if the console is closed or the time is over before that. */
  @Nullable Beat await(int number, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (beats.size() < number && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return beats.size() < number ? null : beats.get(number - 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for {@code number} beats that go on from where another console was: each one more than
   * the one before, all with the same sum.
   *
   * @param before the last beat of the guest before it moved
   * @return the first of them
   */
  Beat goesOnFrom(Beat before, int number) throws InterruptedException {
    await(number);
    List<Beat> seen;
    lock.lock();
    try {
      seen = List.copyOf(beats);
    } finally {
      lock.unlock();
    }
    // a line that was cut by the move is on neither console
    long first = seen.getFirst().count();
    assertTrue(
        first > before.count() && first <= before.count() + 2,
        () -> "beat " + before.count() + " was the last, then came " + first);
    for (int i = 0; i < seen.size(); i++) {
      assertEquals(first + i, seen.get(i).count(), "a beat is missing");
      assertEquals(before.sum(), seen.get(i).sum(), "memory has changed");
      assertTrue(seen.get(i).uptime() >= before.uptime(), "time went back");
    }
    return seen.getFirst();
  }

  private void listen(BufferedReader console) {
    try (console) {
      for (String line = console.readLine(); line != null; line = console.readLine()) {
        take(line);
      }
    } catch (IOException _) {
      // the process was killed under the reader: that is an end too
    } finally {
      lock.lock();
      try {
        closed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void take(String line) {
    lock.lock();
    try {
      if (lines.size() == KEPT_LINES) {
        lines.removeFirst();
      }
      lines.add(line);
      GuestModule told = GuestModule.of(line);
      module = told == null ? module : told;
      Beat beat = Beat.of(line);
      if (beat != null) {
        beats.add(beat);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
