// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.List;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.section.LiveSaver;
import org.savevm4j.section.Metric;

/** A live section that is being saved. The migration thread only. */
final class LiveSave {

  private final int id;
  private final OpenSection open;
  private final LiveSaver saver;
  private final PassWatcher passes;
  private long downtimeNanos;

  LiveSave(int id, OpenSection open, LiveSaver saver) {
    this.id = id;
    this.open = open;
    this.saver = saver;
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

  SectionHeader header() {
    return new SectionHeader(RecordType.START, id, open.name(), open.instance(), saver.version());
  }

  /** A payload was put: tells a flight recording of a pass that ended in it. */
  void payloadEnded() {
    passes.look(saver.metrics());
  }

  /** Adds ns that the section took while the guest stood still. */
  void addDowntime(long nanos) {
    downtimeNanos += nanos;
  }

  /** The section's own figures, and its part of the downtime. */
  List<Metric> metrics() {
    return SectionDowntime.append(saver.metrics(), downtimeNanos);
  }
}
