// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HashPageTable;
import org.savevm4j.hpt.HptHost;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * Sends the table while its guest runs. Holds a lease on the table that it sends; when the machine
 * has replaced that one, the next iterate announces the new table and begins its first lap.
 */
final class HtabSaver implements LiveSaver {

  private final HptHost host;
  private final SaveFigures figures = new SaveFigures();

  private @Nullable HptLease lease;
  private @Nullable HtabEmitter emitter;

  HtabSaver(HptHost host) {
    this.host = host;
  }

  @Override
  public long version() {
    return HtabSection.CLASSIC;
  }

  @Override
  public void setup(StateOutput out) throws IOException {
    announce(out);
  }

  @Override
  public Pending pending() {
    if (isReplaced()) {
      try (HptLease fresh = host.lease()) {
        HashPageTable table = fresh.table();
        long bytes = HeaderWord.BYTES + (table == null ? 0 : HtabEmitter.firstLapBytes(table));
        return figures.remaining(new Pending(bytes, true));
      }
    }
    if (emitter == null) {
      return figures.remaining(Pending.of(0));
    }
    // until its end a first lap has something to say, if only that there is nothing
    long least = emitter.isFirstLap() ? HtabRecord.HEADER_BYTES : 0;
    return figures.remaining(Pending.of(Math.max(least, emitter.pendingBytes())));
  }

  @Override
  public IterateResult iterate(StateOutput out, Budget budget) throws IOException {
    if (isReplaced()) {
      announce(out);
      return IterateResult.BUDGET_SPENT;
    }
    if (emitter == null) {
      HeaderWord.putNoTable(out);
      figures.put(HeaderWord.BYTES);
      return IterateResult.CAUGHT_UP;
    }
    HtabEmitter current = emitter;
    boolean[] lapEnded = new boolean[1];
    iteration(out, () -> lapEnded[0] = current.emit(out, budget, false));
    return lapEnded[0] ? IterateResult.CAUGHT_UP : IterateResult.BUDGET_SPENT;
  }

  @Override
  public void complete(StateOutput out) throws IOException {
    if (isReplaced()) {
      throw new IOException("the table was replaced: an iterate must announce it before complete");
    }
    long before = figures.transferred();
    if (emitter == null) {
      HeaderWord.putNoTable(out);
      figures.put(HeaderWord.BYTES);
    } else {
      HtabEmitter current = emitter;
      iteration(out, () -> current.emitRest(out));
    }
    figures.downtime(figures.transferred() - before);
  }

  @Override
  public List<Metric> metrics() {
    return figures.metrics();
  }

  @Override
  public void cleanup() {
    emitter = null;
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }

  private boolean isReplaced() {
    return lease != null && lease.generation() != host.generation();
  }

  /** Turns to the machine's current table and puts the header word that says so. */
  private void announce(StateOutput out) throws IOException {
    cleanup();
    HptLease current = host.lease();
    lease = current;
    HashPageTable table = current.table();
    if (table == null) {
      HeaderWord.putNoTable(out);
      figures.noTable();
    } else {
      HeaderWord.putShift(out, table.geometry());
      emitter = new HtabEmitter(table);
      figures.table(table.geometry());
    }
    figures.put(HeaderWord.BYTES);
  }

  /** Puts an iteration. A receiver finds its end marker even when the records broke off. */
  private void iteration(StateOutput out, Records records) throws IOException {
    long start = out.position();
    HeaderWord.putIteration(out);
    try {
      records.put();
    } catch (IOException | RuntimeException broken) {
      try {
        HeaderWord.putEndMarker(out);
      } catch (IOException lost) {
        broken.addSuppressed(lost);
      }
      throw broken;
    }
    HeaderWord.putEndMarker(out);
    figures.put(out.position() - start);
    figures.emitted(emitter);
  }

  @FunctionalInterface
  private interface Records {
    void put() throws IOException;
  }
}
