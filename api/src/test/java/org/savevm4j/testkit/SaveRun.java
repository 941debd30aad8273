// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.LiveSection;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/** Saves one section as a host does, and keeps its payloads. Cleans up when it is closed. */
final class SaveRun implements AutoCloseable {

  private static final long NANOS = 60_000_000_000L;

  private final LiveSaver saver;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StateOutput out;
  private final List<SavedPayload> payloads = new ArrayList<>();

  SaveRun(LiveSection section, Set<String> enabled) {
    this.out = new StateOutput(Channels.newChannel(bytes));
    this.saver = section.newSaver(enabled);
  }

  /** To a channel that fails. */
  SaveRun(LiveSection section, Set<String> enabled, WritableByteChannel broken) {
    this.out = new StateOutput(broken);
    this.saver = section.newSaver(enabled);
  }

  void setup() throws IOException {
    payload(LiveLoader.Part.START, () -> saver.setup(out));
  }

  Pending pending() throws IOException {
    return saver.pending();
  }

  /** A PART with a budget of so many bytes. */
  IterateResult iterate(long budget) throws IOException {
    return iterate(Budget.of(out, budget, NANOS));
  }

  /** A PART whose time is over before it begins. */
  IterateResult iterateWithoutTime() throws IOException {
    return iterate(new Budget(Long.MAX_VALUE, System.nanoTime()));
  }

  /** Guest still: what must come before END, then END. */
  void complete() throws IOException {
    finishParts();
    payload(LiveLoader.Part.END, () -> saver.complete(out));
  }

  /** Guest still: the parts that must come before END; answers what is left then. */
  Pending finishParts() throws IOException {
    Pending left = pending();
    while (left.beforeComplete()) {
      iterate(Budget.unlimited());
      left = pending();
    }
    return left;
  }

  /** Bytes of the last payload. */
  int lastBytes() {
    return payloads.getLast().bytes().length;
  }

  SavedSection saved() {
    return new SavedSection(saver.version(), payloads);
  }

  /** Figures as monitors may have them at any moment: there, and each name once. */
  static void requireSound(List<Metric> metrics) {
    assertNotNull(metrics, "metrics answers null");
    Set<String> names = new HashSet<>();
    for (Metric metric : metrics) {
      assertTrue(names.add(metric.name()), () -> "two figures " + metric.name());
      assertTrue(metric.value() >= 0, metric::toString);
    }
  }

  void requireSoundMetrics() {
    requireSound(saver.metrics());
  }

  @Override
  public void close() {
    saver.cleanup();
  }

  private IterateResult iterate(Budget budget) throws IOException {
    IterateResult[] result = new IterateResult[1];
    payload(LiveLoader.Part.PART, () -> result[0] = saver.iterate(out, budget));
    assertNotNull(result[0], "iterate answers null");
    return result[0];
  }

  private void payload(LiveLoader.Part part, Put put) throws IOException {
    bytes.reset();
    put.put();
    out.flush();
    payloads.add(new SavedPayload(part, bytes.toByteArray()));
  }

  @FunctionalInterface
  private interface Put {
    void put() throws IOException;
  }
}
