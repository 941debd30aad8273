// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.savevm4j.harness.figures.Spread;
import org.savevm4j.harness.figures.SpreadRows;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a storm showed that went well: a mismatch would have ended it.
 *
 * @param seed that repeats its plans
 * @param records one a migration, at least one
 */
public record StormResult(long seed, List<StormRecord> records) {

  private static final double NANOS_PER_MICRO = 1000;
  private static final double MICROS_PER_MILLI = 1000;

  public StormResult {
    records = List.copyOf(records);
  }

  /** How many migrations there were of each event, by what became of it. */
  public Map<StormEvent, Map<StormOutcome, Integer>> events() {
    Map<StormEvent, Map<StormOutcome, Integer>> events = new TreeMap<>();
    for (StormRecord record : records) {
      events
          .computeIfAbsent(record.event(), event -> new TreeMap<>())
          .merge(record.outcome(), 1, Integer::sum);
    }
    return events;
  }

  /** How many events were sent at each moment. */
  public Map<StormMoment, Integer> moments() {
    Map<StormMoment, Integer> moments = new TreeMap<>();
    records.forEach(record -> moments.merge(record.moment(), 1, Integer::sum));
    return moments;
  }

  /** Mappings that were compared with memory, all checks together. */
  public long mappings() {
    return records.stream().mapToLong(StormRecord::mappings).sum();
  }

  public Spread downtimeNanos() {
    return Spread.of(records.stream().mapToDouble(StormRecord::downtimeNanos));
  }

  public Spread totalNanos() {
    return Spread.of(records.stream().mapToDouble(StormRecord::totalNanos));
  }

  public Spread ramPasses() {
    return Spread.of(records.stream().mapToDouble(StormRecord::ramPasses));
  }

  public Spread htabPasses() {
    return Spread.of(records.stream().mapToDouble(StormRecord::htabPasses));
  }

  /** Times in ms, with fractions. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("seed", seed)
        .put("migrations", records.size())
        .put("mappings", mappings())
        .put("mismatches", 0);
    ObjectNode events = json.putObject("events");
    events()
        .forEach(
            (event, outcomes) -> {
              ObjectNode counts = events.putObject(event.word());
              outcomes.forEach((outcome, count) -> counts.put(outcome.word(), count));
            });
    ObjectNode moments = json.putObject("moments");
    moments().forEach((moment, count) -> moments.put(moment.word(), count));
    rows().putTo(json.putArray("rows"));
    return json;
  }

  private SpreadRows rows() {
    return new SpreadRows()
        .add("downtime-ms", downtimeNanos().in(StormResult::millis))
        .add("total-time-ms", totalNanos().in(StormResult::millis))
        .add("ram-passes", ramPasses())
        .add("htab-passes", htabPasses());
  }

  /** Milliseconds to three places: more than that is noise. */
  private static double millis(double nanos) {
    return Math.floor(nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI;
  }

  /** The same for people, in lines. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d migrations with seed %d: %d mappings compared, no mismatch%n",
            records.size(),
            seed,
            mappings()));
    events()
        .forEach(
            (event, outcomes) ->
                text.append(String.format(Locale.ROOT, "  %-7s %s%n", event.word(), outcomes)));
    text.append("sent at ").append(moments()).append(System.lineSeparator());
    return text.append(rows().toText(1)).toString();
  }
}
