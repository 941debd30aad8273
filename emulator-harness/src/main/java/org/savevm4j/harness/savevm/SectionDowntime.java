// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.section.Metric;
import org.savevm4j.section.Metric.Unit;

/**
 * The figure {@value #NAME} that the framework adds to those of each live section: how long that
 * section was at work while the guest stood still. The source's is all that the section does from
 * the stop on, but for the time in which the channel takes bytes, since what it takes then may be
 * another section's. The destination's is the load of END, waiting for its bytes included, and its
 * commit. The two may overlap, so their sum is at least what the section adds to the downtime.
 */
public final class SectionDowntime {

  /** The figure's name among a section's, on both sides. */
  public static final String NAME = "downtime-ns";

  private SectionDowntime() {}

  /** A section's own figures with this one last. */
  static List<Metric> append(List<Metric> metrics, long nanos) {
    List<Metric> all = new ArrayList<>(metrics);
    all.add(new Metric(NAME, Unit.NANOS, nanos));
    return List.copyOf(all);
  }
}
