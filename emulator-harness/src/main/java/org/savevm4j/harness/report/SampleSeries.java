// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.report.MigrationRecord.Sample;

/**
 * Samples in bounded memory: when {@value #MOST} are there, every second one goes, and from then on
 * they are taken half as often. A migration of any length has between {@value #MOST} and half as
 * many. One thread.
 */
final class SampleSeries {

  static final int MOST = 600;
  static final long FIRST_INTERVAL_NANOS = 20_000_000;

  private List<Sample> samples = new ArrayList<>();
  private long interval = FIRST_INTERVAL_NANOS;

  /** From one sample to the next, in ns. */
  long interval() {
    return interval;
  }

  /** Adds a sample, unless it comes too soon after the last. */
  void add(Sample sample) {
    if (!samples.isEmpty() && sample.nanos() - samples.getLast().nanos() < interval) {
      return;
    }
    addLast(sample);
  }

  /** Adds the last one, whenever it comes. */
  void addLast(Sample sample) {
    samples.add(sample);
    if (samples.size() >= MOST) {
      List<Sample> thinned = new ArrayList<>();
      for (int i = 0; i < samples.size(); i += 2) {
        thinned.add(samples.get(i));
      }
      if (samples.size() % 2 == 0) {
        thinned.add(sample);
      }
      samples = thinned;
      interval *= 2;
    }
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }
}
