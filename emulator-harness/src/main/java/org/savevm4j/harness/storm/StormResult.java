// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a storm showed that went well: a mismatch would have ended it.
 *
 * @param seed that repeats its plans
 * @param records one a migration, at least one
 */
public record StormResult(long seed, List<StormRecord> records) {

  private static final long NANOS_PER_MICRO = 1000;
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
    return Spread.of(records.stream().mapToLong(StormRecord::downtimeNanos));
  }

  public Spread totalNanos() {
    return Spread.of(records.stream().mapToLong(StormRecord::totalNanos));
  }

  public Spread ramPasses() {
    return Spread.of(records.stream().mapToLong(StormRecord::ramPasses));
  }

  public Spread htabPasses() {
    return Spread.of(records.stream().mapToLong(StormRecord::htabPasses));
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
    ArrayNode rows = json.putArray("rows");
    row(rows, "downtime-ms", downtimeNanos(), StormResult::millis);
    row(rows, "total-time-ms", totalNanos(), StormResult::millis);
    row(rows, "ram-passes", ramPasses(), passes -> passes);
    row(rows, "htab-passes", htabPasses(), passes -> passes);
    return json;
  }

  private static void row(ArrayNode rows, String name, Spread spread, LongToDoubleFunction unit) {
    rows.addObject()
        .put("name", name)
        .put("median", unit.applyAsDouble(spread.median()))
        .put("min", unit.applyAsDouble(spread.min()))
        .put("max", unit.applyAsDouble(spread.max()));
  }

  /** Milliseconds to three places: more than that is noise. */
  private static double millis(long nanos) {
    long micros = nanos / NANOS_PER_MICRO;
    return micros / MICROS_PER_MILLI;
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
    for (JsonNode row : toJson().get("rows")) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-13s median %.1f, min %.1f, max %.1f%n",
              row.path("name").asString(),
              row.path("median").asDouble(),
              row.path("min").asDouble(),
              row.path("max").asDouble()));
    }
    return text.toString();
  }
}
