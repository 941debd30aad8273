// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Messages that a client has got and nobody took yet. Of too many, the oldest events are dropped.
 */
final class Inbox {

  private static final int LIMIT = 4096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<JsonNode> messages = new ArrayDeque<>();
  private @Nullable String end;

  void deliver(JsonNode message) {
    lock.lock();
    try {
      if (messages.size() >= LIMIT) {
        dropOldestEvent();
      }
      messages.addLast(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void dropOldestEvent() {
    for (Iterator<JsonNode> each = messages.iterator(); each.hasNext(); ) {
      if (each.next().has("event")) {
        each.remove();
        return;
      }
    }
  }

  /** Tells all who wait, now or later, that no more comes. */
  void end(String reason) {
    lock.lock();
    try {
      if (end == null) {
        end = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the first message that is wanted, however long ago it came; null when none comes in time.
   *
   * @throws IOException when none is there and none can come any more
   */
  @Nullable JsonNode await(Predicate<JsonNode> wanted, Duration limit)
      throws IOException, InterruptedException {
    long nanos = limit.toNanos();
    lock.lock();
    try {
      while (true) {
        for (Iterator<JsonNode> each = messages.iterator(); each.hasNext(); ) {
          JsonNode message = each.next();
          if (wanted.test(message)) {
            each.remove();
            return message;
          }
        }
        if (end != null) {
          throw new IOException(end);
        }
        if (nanos <= 0) {
          return null;
        }
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
