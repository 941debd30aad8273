// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.spapr.htab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.backend.LapFigures;
import org.savevm4j.hpt.HptGeometry;
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
  private LapFigures earlier = LapFigures.NONE;

  /** Of the table that is being sent. */
  private LapFigures current = LapFigures.NONE;

  private long lapSlots;
  private long lapNanoTime = System.nanoTime();
  private volatile List<Metric> published = List.of();

  /** Another table is sent from now on, or none. */
  void table(@Nullable HptGeometry geometry) {
    earlier = earlier.plus(current);
    current = LapFigures.NONE;
    shift = geometry == null ? -1 : geometry.shift();
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

  /** What was told so far of the current table. */
  void told(LapFigures told) {
    if (told.laps() > current.laps()) {
      LapFigures all = earlier.plus(told);
      long slots = all.validSlots() + all.invalidSlots();
      long now = System.nanoTime();
      if (current.laps() > 0) {
        dirtyRate = Math.round((slots - lapSlots) / ((now - lapNanoTime) / NANOS_PER_SECOND));
      }
      lapSlots = slots;
      lapNanoTime = now;
    }
    current = told;
    publish();
  }

  List<Metric> metrics() {
    return published;
  }

  private void publish() {
    LapFigures all = earlier.plus(current);
    List<Metric> figures = new ArrayList<>();
    if (shift >= 0) {
      figures.add(new Metric("shift", Unit.LOG2_BYTES, shift));
    }
    figures.add(new Metric("transferred", Unit.BYTES, transferred));
    figures.add(new Metric("remaining", Unit.BYTES, remaining));
    figures.add(new Metric("passes", Unit.COUNT, all.laps()));
    figures.add(new Metric("records", Unit.COUNT, all.records()));
    figures.add(new Metric("valid-sent", Unit.COUNT, all.validSlots()));
    figures.add(new Metric("invalid-sent", Unit.COUNT, all.invalidSlots()));
    figures.add(new Metric("dirty-rate", Unit.SLOTS_PER_SECOND, dirtyRate));
    figures.add(new Metric("downtime-bytes", Unit.BYTES, downtimeBytes));
    published = List.copyOf(figures);
  }
}
