// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call into a section. It ends once: by coming back, on its own thread, or by being given up,
 * on that of who waits.
 */
final class SectionCall {

  private enum State {
    RUNNING,
    ENDED,
    ABANDONED
  }

  private final OpenSection section;
  private final String callback;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private volatile long activeNanoTime = System.nanoTime();
  private volatile boolean waiting;

  SectionCall(OpenSection section, String callback) {
    this.section = section;
    this.callback = callback;
  }

  OpenSection section() {
    return section;
  }

  String callback() {
    return callback;
  }

  /** How long it has done nothing that can be seen; 0 while it waits for the stream. */
  long idleMillis() {
    return waiting ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - activeNanoTime);
  }

  void waits() {
    waiting = true;
  }

  void goesOn() {
    activeNanoTime = System.nanoTime();
    waiting = false;
  }

  /** It came back; false if it was given up before. */
  boolean end() {
    return state.compareAndSet(State.RUNNING, State.ENDED);
  }

  /** Gives it up; false if it has come back. */
  boolean abandon() {
    boolean given = state.compareAndSet(State.RUNNING, State.ABANDONED);
    if (given) {
      section.hang().set(callback);
    }
    return given;
  }

  boolean abandoned() {
    return state.get() == State.ABANDONED;
  }

  /** After it was given up, it has come back, and holds nothing any more. */
  void forgiven() {
    section.hang().set(null);
  }
}
