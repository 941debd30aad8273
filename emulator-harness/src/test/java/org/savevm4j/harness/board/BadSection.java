// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.section.Section;
import org.savevm4j.section.SectionHost;
import org.savevm4j.section.SectionProvider;
import org.savevm4j.state.VersionRange;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/**
 * Section "acme/bad" of some bytes: does one {@link Misdeed} in one of its callbacks, until it is
 * told to behave, and all else as it should.
 */
public final class BadSection implements SectionProvider, LiveSection, LiveSaver, LiveLoader {

  private static final String NAME = "acme/bad";

  private static final int BYTES = 40;
  private static final int MUCH = 40 << 20;

  private final Misdeed misdeed;
  private final String callback;
  private final CountDownLatch behaves = new CountDownLatch(1);
  private final AtomicInteger cleanups = new AtomicInteger();
  private boolean sent;
  private StateOutput kept;

  /**
   * @param callback where it does it, by the name of its method
   */
  public BadSection(Misdeed misdeed, String callback) {
    this.misdeed = misdeed;
    this.callback = callback;
  }

  /** From now on it does nothing wrong; what hangs goes on. */
  public void behave() {
    behaves.countDown();
  }

  int cleanups() {
    return cleanups.get();
  }

  private boolean is(Misdeed asked, String here) {
    return behaves.getCount() > 0 && misdeed == asked && callback.equals(here);
  }

  private void at(String here) {
    if (is(Misdeed.THROWS, here)) {
      throw new AssertionError("a fault in " + here);
    }
    if (is(Misdeed.OVERFLOWS_THE_STACK, here)) {
      at(here);
    }
    if (is(Misdeed.LACKS_A_CLASS, here)) {
      throw new NoClassDefFoundError("acme/Missing");
    }
    while (is(Misdeed.HANGS, here)) {
      try {
        behaves.await();
      } catch (InterruptedException _) {
        // it is the kind that does not listen
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long instanceId() {
    return 0;
  }

  @Override
  public Section open(SectionHost host) {
    return this;
  }

  @Override
  public VersionRange versions() {
    return VersionRange.of(1);
  }

  @Override
  public Set<String> capabilities() {
    return Set.of();
  }

  @Override
  public LiveSaver newSaver(Set<String> enabled) {
    at("newSaver");
    sent = false;
    return is(Misdeed.ANSWERS_NULL, "newSaver") ? null : this;
  }

  @Override
  public LiveLoader newLoader(long version) {
    at("newLoader");
    return is(Misdeed.ANSWERS_NULL, "newLoader") ? null : this;
  }

  @Override
  public long version() {
    at("version");
    return 1;
  }

  @Override
  public void setup(StateOutput out) throws IOException {
    put(out, "setup");
  }

  @Override
  public Pending pending() throws IOException {
    at("pending");
    if (is(Misdeed.ANSWERS_NULL, "pending")) {
      return null;
    }
    if (is(Misdeed.TELLS_LESS_THAN_NOTHING, "pending")) {
      return Pending.of(-1);
    }
    if (is(Misdeed.PUTS_BETWEEN_TURNS, "pending") && kept != null) {
      kept.put8(1);
    }
    if (is(Misdeed.TELLS_MUCH_AND_SENDS_NOTHING, "pending")) {
      return Pending.of(Long.MAX_VALUE);
    }
    return Pending.of(sent || misdeed == Misdeed.TELLS_NOTHING_AND_SENDS_MUCH ? 0 : BYTES);
  }

  @Override
  public IterateResult iterate(StateOutput out, Budget budget) throws IOException {
    put(out, "iterate");
    sent = true;
    return is(Misdeed.ANSWERS_NULL, "iterate") ? null : IterateResult.CAUGHT_UP;
  }

  @Override
  public void complete(StateOutput out) throws IOException {
    if (is(Misdeed.TELLS_NOTHING_AND_SENDS_MUCH, "complete")) {
      out.put(new byte[MUCH]);
    }
    put(out, "complete");
  }

  @Override
  public void load(StateInput in, Part part) throws IOException {
    at("load");
    in.getBytes(BYTES);
    if (is(Misdeed.READS_TOO_MUCH, "load")) {
      in.get8();
    }
  }

  @Override
  public void commit() {
    at("commit");
  }

  @Override
  public List<Metric> metrics() {
    at("metrics");
    return is(Misdeed.ANSWERS_NULL, "metrics") ? null : List.of();
  }

  @Override
  public void cleanup() {
    cleanups.incrementAndGet();
    at("cleanup");
  }

  private void put(StateOutput out, String here) throws IOException {
    kept = out;
    at(here);
    if (is(Misdeed.PUTS_FAR_MORE, here)) {
      while (true) {
        out.put(new byte[MUCH]);
      }
    }
    if (is(Misdeed.CLOSES_THE_STREAM, here)) {
      try {
        out.close();
      } catch (UnsupportedOperationException _) {
        // it does not care
      }
    }
    out.put(new byte[is(Misdeed.LEAVES_BYTES, here) ? BYTES + 1 : BYTES]);
  }
}
