// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.qmp.QmpException;

/** Waits until both sides of a migration have come to rest, and says what became of them. */
final class Witness {

  /** Beyond this a side is stuck. Well above what a side takes that knows that its link is gone. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /** How long a destination must be seen listening, after all else is over, to be left alone. */
  private static final long LISTENS_NANOS = 300_000_000;

  private static final String GAVE_UP = "pseries: the incoming migration failed: ";
  private static final String UNSURE = "the destination may be running the guest";

  private String told = "";

  /** What is to be said of a side that is stuck; empty if none is. */
  String told() {
    return told;
  }

  /** What became of the source. */
  SideOutcome source(Victim source, boolean killed)
      throws IOException, QmpException, DemoException, InterruptedException {
    if (killed) {
      return SideOutcome.GONE;
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Victim.State state = source.state();
    SideOutcome outcome = ofSource(state);
    while (outcome == SideOutcome.STUCK && System.nanoTime() < deadline) {
      source.process().letRun(LOOK_EVERY);
      state = source.state();
      outcome = ofSource(state);
    }
    if (outcome == SideOutcome.STUCK) {
      told += "the source: " + state + "; ";
    }
    return outcome;
  }

  private static SideOutcome ofSource(Victim.State state) {
    return switch (state.status() + " " + state.migration()) {
      case "running failed" -> state.line().isEmpty() ? SideOutcome.STUCK : SideOutcome.RUNS_ON;
      case "paused failed" ->
          state.line().contains(UNSURE) ? SideOutcome.STAYS_PAUSED : SideOutcome.STUCK;
      case "postmigrate completed" -> SideOutcome.HAS_HANDED_OVER;
      default -> SideOutcome.STUCK;
    };
  }

  /** What became of the destination, when the source has come to rest. */
  SideOutcome destination(Victim destination, boolean killed)
      throws IOException, QmpException, DemoException, InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < LIMIT.toNanos()) {
      if (!destination.process().isAlive()) {
        return ended(destination, killed);
      }
      Victim.State state = new Victim.State("", "", "");
      try {
        state = destination.state();
      } catch (IOException gone) {
        // it is about to end
      }
      if (state.status().equals("running") && state.migration().equals("completed")) {
        return SideOutcome.RUNS;
      }
      if (state.migration().equals("setup") && System.nanoTime() - begin > LISTENS_NANOS) {
        return SideOutcome.STILL_LISTENS;
      }
      told = "the destination: " + state;
      // the loop asks for the state itself; this only leaves the core to the emulators
      Thread.sleep(LOOK_EVERY);
    }
    return SideOutcome.STUCK;
  }

  /** One that gave up in the moment before it was killed has said so. */
  private SideOutcome ended(Victim destination, boolean killed) throws IOException {
    List<String> words = destination.process().words();
    long lines = words.stream().filter(line -> line.startsWith(GAVE_UP)).count();
    if (lines == 1 && destination.process().status() == 1) {
      return SideOutcome.GIVES_UP;
    }
    if (killed) {
      return SideOutcome.GONE;
    }
    told = "the destination ended with status " + destination.process().status() + ": " + words;
    return SideOutcome.STUCK;
  }
}
