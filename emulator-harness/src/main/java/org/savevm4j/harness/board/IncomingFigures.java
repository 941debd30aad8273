// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.section.Metric;

/** Phase and figures of one incoming migration. Told by its thread, asked for by any. */
final class IncomingFigures {

  private final Map<String, Long> received = new ConcurrentHashMap<>();

  private MigrationPhase phase = MigrationPhase.SETUP;
  private @Nullable String error;
  private @Nullable LoadStream load;
  private Instant begun = Instant.now();
  private long begin;
  private long end;
  private Map<String, List<Metric>> loaded = Map.of();

  /** The stream is here, and is loaded from now on. */
  synchronized void begin(LoadStream stream) {
    load = stream;
    begun = Instant.now();
    begin = System.nanoTime();
  }

  /** A payload came, of so many bytes. */
  void payload(QevmReader.Item.Section item, long bytes) {
    received.merge(item.header().toString(), bytes, Long::sum);
  }

  /** All is loaded and committed; the sections' figures are what they will be. */
  synchronized void loaded(Map<String, List<Metric>> metrics) {
    loaded = metrics;
  }

  synchronized void enter(MigrationPhase next, @Nullable String reason) {
    phase = next;
    error = reason;
    end = System.nanoTime();
  }

  synchronized MigrationFigures figures() {
    LoadStream stream = load;
    long until = phase.isUnderWay() ? System.nanoTime() : end;
    return new MigrationFigures(
        phase,
        error,
        stream == null ? 0 : until - begin,
        0,
        -1,
        -1,
        0,
        0,
        received.values().stream().mapToLong(Long::longValue).sum(),
        loaded,
        begun,
        Map.of(),
        received,
        stream == null ? List.of() : stream.steps().ended());
  }
}
