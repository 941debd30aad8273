// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.report.MigrationRecord.Sample;

class SampleSeriesTest {

  private static final long HOUR = 3_600_000_000_000L;

  @Test
  void anHourTakesNoMoreRoomThanAMinuteAndIsSeenFromEndToEnd() {
    SampleSeries series = new SampleSeries();
    long nanos = 0;
    for (; nanos <= HOUR; nanos += SampleSeries.FIRST_INTERVAL_NANOS) {
      series.add(at(nanos));
    }
    series.addLast(at(nanos));
    List<Sample> samples = series.samples();
    assertTrue(samples.size() <= SampleSeries.MOST, () -> samples.size() + " samples");
    assertTrue(samples.size() >= SampleSeries.MOST / 2, () -> samples.size() + " samples");
    assertEquals(0, samples.getFirst().nanos());
    assertEquals(nanos, samples.getLast().nanos());
    long longest = 0;
    for (int i = 1; i < samples.size(); i++) {
      longest = Math.max(longest, samples.get(i).nanos() - samples.get(i - 1).nanos());
    }
    assertTrue(longest <= 2 * series.interval(), "and no part of it is left out");
  }

  @Test
  void sampleThatComesTooSoonIsLeftOutUnlessItIsTheLast() {
    SampleSeries series = new SampleSeries();
    series.add(at(0));
    series.add(at(1));
    series.addLast(at(2));
    assertEquals(List.of(at(0), at(2)), series.samples());
  }

  private static Sample at(long nanos) {
    return new Sample(nanos, 0, Map.of(), Map.of(), 0, 0, 0);
  }
}
