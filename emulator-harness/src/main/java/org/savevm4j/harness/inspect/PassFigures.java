// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.inspect;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.backend.LapFigures;
import org.savevm4j.harness.analyze.RecordListener;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabRecord;

/**
 * Tells apart the laps over the table that a stream's records were made in: a lap goes by ascending
 * slots, so that a record which begins before the end of the one before it begins another lap, and
 * so does a new table. A lap in which nothing had changed leaves no trace, and one that happens to
 * begin behind the end of the one before is counted to that. One thread.
 */
public final class PassFigures implements RecordListener {

  /** Laps told apart; a stream that goes back and forth has as many as records. */
  private static final int MOST = 1000;

  private final List<LapFigures> passes = new ArrayList<>();
  private LapFigures last = LapFigures.NONE;
  private long end;

  @Override
  public void table(HptGeometry geometry) {
    close();
  }

  @Override
  public void record(HtabRecord record, long offset) {
    if (record.index() < end && passes.size() < MOST - 1) {
      close();
    }
    last = last.plus(new LapFigures(0, 1, record.valid(), record.invalid()));
    end = record.end();
  }

  /** What each lap told, in their order; the last of a thousand takes all that follow. */
  public List<LapFigures> passes() {
    close();
    return List.copyOf(passes);
  }

  private void close() {
    if (last.records() > 0) {
      passes.add(last);
      last = LapFigures.NONE;
    }
    end = 0;
  }
}
