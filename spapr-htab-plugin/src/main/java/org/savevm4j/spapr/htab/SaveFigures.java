// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.htab.HtabEmitter;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Metric.Unit;
import org.savevm4j.section.Pending;

/**
 * Figures of one save. Counted by the migration thread, which publishes them whole after each call,
 * so that a monitor reads figures that belong together.
 *
 * <ul>
 *   <li>{@code shift}: of the table that is being sent; none for a radix guest
 *   <li>{@code transferred}: bytes of payload: header words, records, end markers
 *   <li>{@code remaining}: bytes, as the last pending told them
 *   <li>{@code passes}: laps that reached the table's end, the first included, over all tables sent
 *   <li>{@code records}, {@code valid-sent}, {@code invalid-sent}: since the start
 *   <li>{@code dirty-rate}: slots a second that the last whole lap found changed
 *   <li>{@code downtime-bytes}: bytes of END, which goes with the guest paused
 * </ul>
 */
final class SaveFigures {

  private static final double NANOS_PER_SECOND = 1e9;

  private long shift = -1;
  private long transferred;
  private long remaining;
  private long downtimeBytes;
  private long dirtyRate;

  /** Of tables that were replaced during the save. */
  private long earlierLaps;

  private long earlierRecords;
  private long earlierValid;
  private long earlierInvalid;

  private long laps;
  private long records;
  private long valid;
  private long invalid;

  private long lapSlots;
  private long lapNanoTime = System.nanoTime();
  private volatile List<Metric> published = List.of();

  void table(HptGeometry geometry) {
    keepEarlier();
    shift = geometry.shift();
  }

  void noTable() {
    keepEarlier();
    shift = -1;
  }

  void put(long bytes) {
    transferred += bytes;
    publish();
  }

  void downtime(long bytes) {
    downtimeBytes += bytes;
    remaining = 0;
    publish();
  }

  long transferred() {
    return transferred;
  }

  Pending remaining(Pending pending) {
    remaining = pending.bytes();
    publish();
    return pending;
  }

  void emitted(@Nullable HtabEmitter emitter) {
    if (emitter == null) {
      return;
    }
    records = emitter.recordCount();
    valid = emitter.validSlots();
    invalid = emitter.invalidSlots();
    if (emitter.laps() > laps) {
      long now = System.nanoTime();
      long slots = earlierValid + earlierInvalid + valid + invalid;
      if (laps > 0) {
        dirtyRate = Math.round((slots - lapSlots) / ((now - lapNanoTime) / NANOS_PER_SECOND));
      }
      lapSlots = slots;
      lapNanoTime = now;
      laps = emitter.laps();
    }
    publish();
  }

  List<Metric> metrics() {
    return published;
  }

  private void keepEarlier() {
    earlierLaps += laps;
    earlierRecords += records;
    earlierValid += valid;
    earlierInvalid += invalid;
    laps = 0;
    records = 0;
    valid = 0;
    invalid = 0;
  }

  private void publish() {
    List<Metric> figures = new ArrayList<>();
    if (shift >= 0) {
      figures.add(new Metric("shift", Unit.LOG2_BYTES, shift));
    }
    figures.add(new Metric("transferred", Unit.BYTES, transferred));
    figures.add(new Metric("remaining", Unit.BYTES, remaining));
    figures.add(new Metric("passes", Unit.COUNT, earlierLaps + laps));
    figures.add(new Metric("records", Unit.COUNT, earlierRecords + records));
    figures.add(new Metric("valid-sent", Unit.COUNT, earlierValid + valid));
    figures.add(new Metric("invalid-sent", Unit.COUNT, earlierInvalid + invalid));
    figures.add(new Metric("dirty-rate", Unit.SLOTS_PER_SECOND, dirtyRate));
    figures.add(new Metric("downtime-bytes", Unit.BYTES, downtimeBytes));
    published = List.copyOf(figures);
  }
}
