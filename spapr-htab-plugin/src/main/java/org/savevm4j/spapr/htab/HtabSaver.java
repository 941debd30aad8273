// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabSource;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Pending;
import org.savevm4j.stream.Budget;
import org.savevm4j.stream.StateOutput;

/**
 * Sends the table while its guest runs. Holds the table that it sends open; when the machine has
 * replaced that one, the next iterate announces the new table and begins its first lap.
 */
final class HtabSaver implements LiveSaver {

  private final HtabBackend backend;
  private final RecordForm form;
  private final boolean digest;
  private final SaveFigures figures = new SaveFigures();

  private @Nullable HtabSource source;

  /** Whether the stream knows of the table that {@link #source} tells. */
  private boolean announced;

  /**
   * @param digest whether END says what the table came to
   */
  HtabSaver(HtabBackend backend, RecordForm form, boolean digest) {
    this.backend = backend;
    this.form = form;
    this.digest = digest;
  }

  @Override
  public long version() {
    return digest ? form.version() + HtabSection.WITH_DIGEST : form.version();
  }

  @Override
  public void setup(StateOutput out) throws IOException {
    announce(current(), out);
  }

  @Override
  public Pending pending() throws IOException {
    HtabSource current = current();
    // until its end a first lap has something to say, if only that there is nothing
    long least = current.isFirstLap() ? HtabRecord.HEADER_BYTES : 0;
    long records = Math.max(least, form.expected(current.pendingBytes()));
    return figures.remaining(
        announced ? Pending.of(records) : new Pending(HeaderWord.BYTES + records, true));
  }

  @Override
  public IterateResult iterate(StateOutput out, Budget budget) throws IOException {
    HtabSource current = current();
    if (!announced) {
      announce(current, out);
      return IterateResult.BUDGET_SPENT;
    }
    if (current.geometry() == null) {
      putNoTable(out);
      return IterateResult.CAUGHT_UP;
    }
    boolean[] lapEnded = new boolean[1];
    iteration(current, out, records -> lapEnded[0] = current.emit(records, budget));
    return lapEnded[0] ? IterateResult.CAUGHT_UP : IterateResult.BUDGET_SPENT;
  }

  @Override
  public void complete(StateOutput out) throws IOException {
    HtabSource current = current();
    if (!announced) {
      throw new IOException("the table was replaced: an iterate must announce it before complete");
    }
    long before = figures.transferred();
    if (current.geometry() == null) {
      putNoTable(out);
    } else {
      iteration(current, out, current::emitRest);
      putDigest(current, out);
    }
    figures.downtime(figures.transferred() - before);
  }

  @Override
  public List<Metric> metrics() {
    return figures.metrics();
  }

  @Override
  public void cleanup() {
    // whatever the source does, the codec that it works with comes after it
    try {
      closeSource();
    } finally {
      form.close();
    }
  }

  /** The machine's table as it is now; another one than before is yet to be announced. */
  private HtabSource current() throws IOException {
    if (source == null || source.generation() != backend.generation()) {
      closeSource();
      announced = false;
      source = form.open(backend);
      if (digest) {
        source.keepDigest();
      }
    }
    return source;
  }

  private void closeSource() {
    if (source != null) {
      source.close();
      source = null;
    }
  }

  private void announce(HtabSource current, StateOutput out) throws IOException {
    HptGeometry geometry = current.geometry();
    if (geometry == null) {
      HeaderWord.putNoTable(out);
    } else {
      HeaderWord.putShift(out, geometry);
    }
    announced = true;
    figures.table(geometry);
    figures.put(HeaderWord.BYTES);
  }

  private void putNoTable(StateOutput out) throws IOException {
    HeaderWord.putNoTable(out);
    figures.put(HeaderWord.BYTES);
  }

  private void putDigest(HtabSource current, StateOutput out) throws IOException {
    if (digest) {
      long start = out.position();
      DigestTrailer.put(out, current.digest());
      figures.put(out.position() - start);
    }
  }

  /** Puts an iteration. A receiver finds its end marker even when the records broke off. */
  private void iteration(HtabSource current, StateOutput out, RecordForm.Records records)
      throws IOException {
    long start = out.position();
    HeaderWord.putIteration(out);
    try {
      form.put(out, current, records);
    } catch (IOException | RuntimeException broken) {
      try {
        HeaderWord.putEndMarker(out);
      } catch (IOException lost) {
        broken.addSuppressed(lost);
      }
      throw broken;
    }
    figures.put(out.position() - start);
    figures.told(current.figures());
  }
}
