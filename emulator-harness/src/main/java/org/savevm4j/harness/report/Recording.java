// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.savevm4j.harness.board.MigrationView;
import org.savevm4j.harness.ramsection.RamSection;
import org.savevm4j.harness.report.MigrationRecord.Sample;
import org.savevm4j.harness.savevm.MigrationFigures;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.SectionRegistry;

/** One side of one migration, watched by a thread of its own until it ends. */
final class Recording implements Runnable {

  /** Between two looks at the table's marks, at most. */
  private static final long LOOK_NANOS = 100_000_000;

  private final MigrationView view;
  private final boolean source;
  private final Consumer<MigrationRecord> ended;
  private final SampleSeries series = new SampleSeries();
  private boolean over;

  private Recording(MigrationView view, boolean source, Consumer<MigrationRecord> ended) {
    this.view = view;
    this.source = source;
    this.ended = ended;
  }

  /** Begins one, whose thread ends once it was told that the migration is {@link #over}. */
  static Started start(MigrationView view, boolean source, Consumer<MigrationRecord> ended) {
    Recording recording = new Recording(view, source, ended);
    return new Started(
        recording, Thread.ofPlatform().daemon().name("migration-record").start(recording));
  }

  /** Whether the migration has not ended, as far as its figures say. */
  boolean goesOn() {
    return view.figures().phase().isUnderWay();
  }

  /** The migration has ended. */
  synchronized void over() {
    over = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      MigrationRecord record = source ? source() : destination();
      if (!record.status().equals(MigrationPhase.SETUP.qemuName())) {
        ended.accept(record);
      }
      // else the emulator ends before anything came or went: that is no migration
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private MigrationRecord source() throws InterruptedException {
    // before anything is sent, so that no change is missed
    try (TableHeat heat = new TableHeat(view::leaseTable, true)) {
      watch(heat::look);
      return record(view.figures(), heat);
    }
  }

  private MigrationRecord destination() throws InterruptedException {
    watch(() -> {});
    // the table that came, and no lease on the one before it
    try (TableHeat heat = new TableHeat(view::leaseTable, false)) {
      return record(view.figures(), heat);
    }
  }

  private void watch(Runnable look) throws InterruptedException {
    long looked = System.nanoTime();
    series.add(sample(view.figures()));
    while (!awaitEnd(Math.min(series.interval(), LOOK_NANOS))) {
      series.add(sample(view.figures()));
      if (System.nanoTime() - looked >= LOOK_NANOS) {
        looked = System.nanoTime();
        look.run();
      }
    }
    look.run();
    series.addLast(sample(view.figures()));
  }

  private synchronized boolean awaitEnd(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    long left = nanos;
    while (!over && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    return over;
  }

  private MigrationRecord record(MigrationFigures end, TableHeat heat) {
    return new MigrationRecord(
        source ? MigrationRecord.SOURCE : MigrationRecord.DESTINATION,
        String.valueOf(view.peer()),
        ChronoUnit.NANOS.between(Instant.EPOCH, end.begun()),
        end.phase().qemuName(),
        end.error(),
        end.totalNanos(),
        end.setupNanos(),
        end.downtimeNanos(),
        end.expectedDowntimeNanos(),
        end.transferred(),
        end.values(),
        end.received(),
        series.samples(),
        end.steps(),
        heat.map());
  }

  private static Sample sample(MigrationFigures now) {
    Map<String, Long> passes = new HashMap<>();
    now.sections().keySet().forEach(name -> passes.put(name, now.metric(name, "passes")));
    return new Sample(
        now.totalNanos(),
        now.transferred(),
        now.pending(),
        passes,
        now.metric(RamSection.NAME, "dirty-pages-rate"),
        now.metric(SectionRegistry.HTAB, "dirty-rate"),
        now.cpuThrottlePercent());
  }

  /** One that was started, and its thread. */
  record Started(Recording recording, Thread thread) {}
}
