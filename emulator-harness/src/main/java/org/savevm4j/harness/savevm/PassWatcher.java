// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.List;
import org.savevm4j.section.Metric;

/** Tells a flight recording of the passes of one section. The migration thread only. */
final class PassWatcher {

  private final String section;
  private SectionPassEvent event = new SectionPassEvent();
  private long passes;
  private long records;
  private long bytes;

  /** Watches from now on. */
  PassWatcher(String section) {
    this.section = section;
    event.begin();
  }

  /** Looks at the figures after a payload; records a pass if one ended in it. */
  void look(List<Metric> metrics) {
    if (!event.isEnabled()) {
      return;
    }
    long passesNow = value(metrics, "passes");
    if (passesNow == passes) {
      return;
    }
    event.end();
    long recordsNow = value(metrics, "records");
    long bytesNow = value(metrics, "transferred");
    if (event.shouldCommit()) {
      event.section = section;
      event.pass = passesNow;
      event.records = recordsNow - records;
      event.bytes = bytesNow - bytes;
      event.commit();
    }
    passes = passesNow;
    records = recordsNow;
    bytes = bytesNow;
    event = new SectionPassEvent();
    event.begin();
  }

  private static long value(List<Metric> metrics, String name) {
    for (Metric metric : metrics) {
      if (metric.name().equals(name)) {
        return metric.value();
      }
    }
    return 0;
  }
}
