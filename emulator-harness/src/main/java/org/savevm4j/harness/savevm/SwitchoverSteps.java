// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The steps of one switchover, as they end. One thread does them, any thread asks for those that
 * have ended: a handful, at the stop alone.
 */
public final class SwitchoverSteps {

  private final long origin;
  private final List<SwitchoverStep> ended = new ArrayList<>();

  /** Steps of a migration that begins now. */
  public SwitchoverSteps() {
    this(System.nanoTime());
  }

  /**
   * @param origin when the migration began, as {@link System#nanoTime}
   */
  SwitchoverSteps(long origin) {
    this.origin = origin;
  }

  /** Those that have ended: by their begin, the whole before its parts. */
  public synchronized List<SwitchoverStep> ended() {
    return ended.stream()
        .sorted(
            Comparator.comparingLong(SwitchoverStep::beginNanos)
                .thenComparing(Comparator.comparingLong(SwitchoverStep::nanos).reversed()))
        .toList();
  }

  /** Does a step of all sections together, and tells a flight recording of it, too. */
  void record(String name, Work work) throws IOException {
    time(name, () -> SwitchoverStepEvent.record(name, work::run));
  }

  /** Does a step, one that fails too. */
  public void time(String name, Work work) throws IOException {
    long begin = System.nanoTime();
    try {
      work.run();
    } finally {
      took(name, begin);
    }
  }

  /** A step has ended that began at {@code begin}, as {@link System#nanoTime}. */
  synchronized void took(String name, long begin) {
    ended.add(new SwitchoverStep(name, begin - origin, System.nanoTime() - begin));
  }

  /** What a step does. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }
}
