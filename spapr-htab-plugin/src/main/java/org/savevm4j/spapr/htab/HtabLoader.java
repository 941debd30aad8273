// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.backend.HtabStage;
import org.savevm4j.backend.LapFigures;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.section.LiveLoader;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Metric.Unit;
import org.savevm4j.stream.MalformedStreamException;
import org.savevm4j.stream.StateInput;

/**
 * Fills a fresh table and hands it over at commit. At most one table is staged at a time, however
 * many shifts a stream names, and one that no record touched is kept for the next word that asks
 * for its size.
 */
final class HtabLoader implements LiveLoader {

  private final HtabBackend backend;
  private final RecordForm form;
  private final boolean digest;

  private @Nullable HtabStage staged;
  private boolean touched;

  /** Of tables that were named before the one that is staged. */
  private LapFigures earlier = LapFigures.NONE;

  private long endMarkers;
  private long digestsCompared;
  private volatile List<Metric> metrics = List.of();

  /**
   * @param digest whether END says what the table came to at the source
   */
  HtabLoader(HtabBackend backend, RecordForm form, boolean digest) {
    this.backend = backend;
    this.form = form;
    this.digest = digest;
  }

  @Override
  public void load(StateInput in, Part part) throws IOException {
    try {
      loadPayload(in, part);
    } finally {
      publish();
    }
  }

  @Override
  public void commit() {
    backend.adopt(staged);
    staged = null;
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }

  @Override
  public void cleanup() {
    drop();
    form.close();
  }

  private void loadPayload(StateInput in, Part part) throws IOException {
    long at = in.position();
    int word = HeaderWord.get(in);
    switch (word) {
      case HeaderWord.NO_TABLE -> drop();
      case HeaderWord.ITERATION -> {
        if (part == Part.START) {
          throw new MalformedStreamException(
              at, "header word", "0", "a shift or ffffffff in START");
        }
        if (staged == null) {
          throw new MalformedStreamException(
              at, "header word", "0", "ffffffff: there is no table for records");
        }
        loadRecords(in, staged);
        if (digest && part == Part.END) {
          digestsCompared += DigestTrailer.get(in, staged.digest()) ? 1 : 0;
        }
      }
      default -> stage(HeaderWord.geometry(at, word, backend.maxShift()));
    }
  }

  private void loadRecords(StateInput in, HtabStage into) throws IOException {
    touched = true;
    form.get(in, into);
    endMarkers++;
    into.flush();
  }

  private void stage(HptGeometry geometry) throws IOException {
    if (staged == null || touched || !staged.geometry().equals(geometry)) {
      drop();
      staged = backend.stage(geometry);
      if (digest) {
        staged.keepDigest();
      }
      touched = false;
    }
  }

  private void drop() {
    if (staged != null) {
      earlier = told();
      staged.discard();
      staged = null;
    }
  }

  private LapFigures told() {
    return staged == null ? earlier : earlier.plus(staged.figures());
  }

  private void publish() {
    LapFigures told = told();
    List<Metric> figures = new ArrayList<>();
    if (staged != null) {
      figures.add(new Metric("shift", Unit.LOG2_BYTES, staged.geometry().shift()));
    }
    figures.add(new Metric("records", Unit.COUNT, told.records()));
    figures.add(new Metric("valid-sent", Unit.COUNT, told.validSlots()));
    figures.add(new Metric("invalid-sent", Unit.COUNT, told.invalidSlots()));
    figures.add(new Metric("end-markers", Unit.COUNT, endMarkers));
    if (digest) {
      figures.add(new Metric("digests-compared", Unit.COUNT, digestsCompared));
    }
    metrics = List.copyOf(figures);
  }
}
