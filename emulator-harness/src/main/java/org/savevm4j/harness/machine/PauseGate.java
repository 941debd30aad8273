// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.machine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Where vCPU threads stop between their steps. Begins shut.
 *
 * <p>A vCPU thread calls {@link #enter} once, then {@link #pass} before each step and {@link #idle}
 * between steps, and {@link #leave} at its end; within a step it may call {@link #alone}. Other
 * threads open it, stop it and end it.
 *
 * <p>Passing an open gate is one volatile read. A vCPU that has passed counts as inside until it is
 * back and sees the gate shut; a stop shuts the gate and then waits until nobody is inside, so that
 * a vCPU that saw it open just before is waited for.
 */
final class PauseGate {

  private enum State {
    SHUT,
    /** Open, but no vCPU has passed since it was opened. */
    OPENING,
    OPEN,
    /** Open, but vCPUs between steps wait until those that want to be alone have been. */
    HELD,
    /** Shut for good, with vCPUs kept. */
    JAMMED,
    /** Shut for good, with vCPUs sent home. */
    ENDED
  }

  private final ReentrantLock lock = new ReentrantLock();

  /** The state is another; vCPUs wait for it. */
  private final Condition changed = lock.newCondition();

  /** A vCPU passed first, or is outside again; the other threads wait for it. */
  private final Condition reached = lock.newCondition();

  private volatile State state = State.SHUT;
  private int inside;

  /** How many of those inside wait to be alone. */
  private int waiting;

  private long firstStepNanos;

  /** Begins a vCPU thread's use of the gate; it counts as inside. */
  void enter() {
    lock.lock();
    try {
      inside++;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a vCPU thread's use of the gate. */
  void leave() {
    lock.lock();
    try {
      goOutside();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, on a vCPU thread, until the gate is open. False if the thread is to end. */
  boolean pass() {
    if (state == State.OPEN) {
      return true;
    }
    lock.lock();
    try {
      goOutside();
      while (state == State.SHUT || state == State.HELD || state == State.JAMMED) {
        changed.awaitUninterruptibly();
      }
      inside++;
      if (state == State.OPENING) {
        firstStepNanos = System.nanoTime();
        state = State.OPEN;
        reached.signalAll();
      }
      return state != State.ENDED;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, on a vCPU thread, for a time or until the gate is shut. */
  void idle(long nanos) {
    lock.lock();
    try {
      goOutside();
      // not while it is opening: somebody has to be the first to pass
      for (long left = nanos; left > 0 && (state == State.OPEN || state == State.HELD); ) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // nobody has a reason to interrupt a vCPU: it only idles less
    } finally {
      inside++;
      lock.unlock();
    }
  }

  /**
   * Does something on a vCPU thread inside a step while all others are outside theirs, or wait here
   * as well. With the gate's lock held: nobody passes, stops or opens meanwhile.
   *
   * <p>Who waits here counts as inside for a stop, which waits for the whole step, and as out of
   * the way for others that wait here: of two that want to be alone, one goes first, ends its step
   * and then lets the other. Whoever is to be waited for is on its way to the end of a step.
   */
  long alone(LongSupplier work) {
    lock.lock();
    try {
      waiting++;
      if (state == State.OPEN) {
        state = State.HELD;
      }
      reached.signalAll();
      while (inside > waiting) {
        reached.awaitUninterruptibly();
      }
      return work.getAsLong();
    } finally {
      waiting--;
      if (waiting == 0 && state == State.HELD) {
        become(State.OPEN);
      }
      lock.unlock();
    }
  }

  /**
   * Opens the gate and waits until a vCPU has passed. Does nothing to an open one. Needs at least
   * one vCPU thread that uses the gate or will.
   *
   * @return when the first vCPU passed after the gate was last opened, as {@link System#nanoTime}
   */
  long open() {
    lock.lock();
    try {
      if (state == State.SHUT) {
        state = State.OPENING;
        changed.signalAll();
      }
      while (state == State.OPENING) {
        reached.awaitUninterruptibly();
      }
      return firstStepNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Shuts the gate and waits until no vCPU is inside. Not for a vCPU thread. */
  void stop() {
    lock.lock();
    try {
      if (isOpen()) {
        become(State.SHUT);
      }
      while (inside > 0) {
        reached.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Shuts the gate for good and waits for nobody; also for a vCPU thread. */
  void jam() {
    lock.lock();
    try {
      if (state != State.ENDED) {
        become(State.JAMMED);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends all vCPU threads home, and waits for none of them. */
  void end() {
    lock.lock();
    try {
      become(State.ENDED);
    } finally {
      lock.unlock();
    }
  }

  /** Whether vCPUs may pass. Any thread. */
  boolean isOpen() {
    State seen = state;
    return seen == State.OPEN || seen == State.OPENING || seen == State.HELD;
  }

  private void become(State next) {
    state = next;
    changed.signalAll();
    reached.signalAll();
  }

  private void goOutside() {
    inside--;
    reached.signalAll();
  }
}
