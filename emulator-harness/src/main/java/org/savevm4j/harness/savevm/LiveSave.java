// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;

/** A live section that is being saved. The migration thread only. */
final class LiveSave {

  /** A turn that puts less than such a part of what it could is next to nothing. */
  private static final int LEAST_SHARE = 50;

  private final int id;
  private final OpenSection open;
  private final LiveSaver saver;
  private final long version;
  private final SectionOutput output;
  private final PassWatcher passes;
  private List<Metric> metrics = List.of();

  /** When it last put what could be expected. */
  private long truthNanoTime = System.nanoTime();

  private long downtimeNanos;

  /**
   * @param version that the saver writes
   * @param output that it puts its payloads into
   */
  LiveSave(int id, OpenSection open, LiveSaver saver, long version, SectionOutput output) {
    this.id = id;
    this.open = open;
    this.saver = saver;
    this.version = version;
    this.output = output;
    this.passes = new PassWatcher(open.name());
  }

  /** What the stream calls the section after its START. */
  int id() {
    return id;
  }

  OpenSection open() {
    return open;
  }

  LiveSaver saver() {
    return saver;
  }

  SectionOutput output() {
    return output;
  }

  SectionHeader header() {
    return new SectionHeader(RecordType.START, id, open.name(), open.instance(), version);
  }

  /**
   * A payload was put: tells a flight recording of a pass that ended in it.
   *
   * @param figures that the saver tells now
   */
  void payloadEnded(List<Metric> figures) {
    metrics = List.copyOf(figures);
    passes.look(metrics);
  }

  /**
   * Compares what a turn put with what the section had told before it.
   *
   * @param told bytes that were left
   * @param allowed bytes of the turn's budget
   * @param put bytes of the turn, the frame included
   * @param limitMillis for how long it may tell of bytes and put next to none; 0 for ever
   * @throws IOException if it did so for longer
   */
  void requireTruth(long told, long allowed, long put, long limitMillis) throws IOException {
    long now = System.nanoTime();
    if (put >= Math.min(told, allowed) / LEAST_SHARE) {
      truthNanoTime = now;
    } else if (limitMillis > 0
        && now - truthNanoTime >= TimeUnit.MILLISECONDS.toNanos(limitMillis)) {
      throw new IOException(
          ("section %s says that %d bytes are left and sends next to nothing for %d ms, the"
                  + " x-stall-timeout%s")
              .formatted(open.label(), told, limitMillis, open.blame("pending")));
    }
  }

  /** Adds ns that the section took while the guest stood still. */
  void addDowntime(long nanos) {
    downtimeNanos += nanos;
  }

  /** The section's own figures after its last payload, and its part of the downtime. */
  List<Metric> metrics() {
    return SectionDowntime.append(metrics, downtimeNanos);
  }
}
