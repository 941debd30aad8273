// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.savevm4j.section.Metric;

/**
 * What is known of a migration at one moment.
 *
 * @param error why it failed, one line, or null
 * @param totalNanos from the order to migrate until now or the end
 * @param setupNanos until every START was sent
 * @param downtimeNanos from the order to stop the vCPUs until the destination's acknowledgement, or
 *     until the last byte was written and synced where nobody acknowledges; -1 before that
 * @param expectedDowntimeNanos what the bytes left would take now; -1 before it was reckoned
 * @param bytesPerSecond measured speed of the link
 * @param cpuThrottlePercent share of their time that is taken from the vCPUs; 0 for none
 * @param transferred bytes of the stream so far
 * @param sections each live section's own figures, by name
 * @param begun when it began, by this computer's clock
 * @param pending bytes that each live section of an outgoing one has left, by name
 * @param received bytes of payload that came for each section of an incoming one, by name
 * @param steps of the switchover, at this side
 */
public record MigrationFigures(
    MigrationPhase phase,
    @Nullable String error,
    long totalNanos,
    long setupNanos,
    long downtimeNanos,
    long expectedDowntimeNanos,
    double bytesPerSecond,
    int cpuThrottlePercent,
    long transferred,
    Map<String, List<Metric>> sections,
    Instant begun,
    Map<String, Long> pending,
    Map<String, Long> received,
    List<SwitchoverStep> steps) {

  public static final MigrationFigures NONE = of(MigrationPhase.NONE, null);

  public MigrationFigures {
    sections = Map.copyOf(sections);
    pending = Map.copyOf(pending);
    received = Map.copyOf(received);
    steps = List.copyOf(steps);
  }

  /** Of one that has sent and got nothing. */
  public static MigrationFigures of(MigrationPhase phase, @Nullable String error) {
    return new MigrationFigures(
        phase,
        error,
        0,
        0,
        -1,
        -1,
        0,
        0,
        0,
        Map.of(),
        Instant.now(),
        Map.of(),
        Map.of(),
        List.of());
  }

  /** All figures of all sections, by the section's name and by their own. */
  public SortedMap<String, Map<String, Long>> values() {
    SortedMap<String, Map<String, Long>> values = new TreeMap<>();
    sections.forEach(
        (section, metrics) -> {
          Map<String, Long> figures = new LinkedHashMap<>();
          metrics.forEach(metric -> figures.put(metric.name(), metric.value()));
          values.put(section, figures);
        });
    return values;
  }

  /** A section's figure, or 0 if the section does not tell it. */
  public long metric(String section, String name) {
    return Metric.value(sections.getOrDefault(section, List.of()), name);
  }
}
