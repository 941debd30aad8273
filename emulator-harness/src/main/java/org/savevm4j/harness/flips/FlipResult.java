// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.savevm4j.harness.board.EmulatorException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What came of many flips, with checksums and without. */
public final class FlipResult {

  private final long seed;
  private final long streamBytes;
  private final List<FlipRecord> with;
  private final List<FlipRecord> without;

  /**
   * @param streamBytes of the stream with checksums
   */
  FlipResult(long seed, long streamBytes, List<FlipRecord> with, List<FlipRecord> without) {
    this.seed = seed;
    this.streamBytes = streamBytes;
    this.with = List.copyOf(with);
    this.without = List.copyOf(without);
  }

  /** Flips of the stream with checksums that its load did not find. */
  List<FlipRecord> unfound() {
    return with.stream().filter(flip -> !flip.found()).toList();
  }

  /** Those of the stream without, which show that there is something to find. */
  List<FlipRecord> unfoundWithout() {
    return without.stream().filter(flip -> flip.by() == FoundBy.NOTHING).toList();
  }

  List<FlipRecord> with() {
    return with;
  }

  /**
   * Makes sure that all were found, and that not all would have been anyway.
   *
   * @throws EmulatorException in one line
   */
  public void requireAllFound() throws EmulatorException {
    if (!unfound().isEmpty()) {
      throw new EmulatorException(
          "%d of %d flips were not found with checksums on, the first: %s"
              .formatted(unfound().size(), with.size(), unfound().getFirst().line()));
    }
    if (unfoundWithout().isEmpty()) {
      throw new EmulatorException(
          "all of %d flips were found without checksums too: this shows nothing of them"
              .formatted(without.size()));
    }
  }

  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("seed", seed).put("stream-bytes", streamBytes);
    add(json.putObject("with-checksums"), with);
    add(json.putObject("without"), without);
    return json;
  }

  private static void add(ObjectNode json, List<FlipRecord> flips) {
    json.put("flips", flips.size())
        .put("found", flips.stream().filter(FlipRecord::found).count())
        .put("unfound", flips.stream().filter(flip -> !flip.found()).count());
    ArrayNode rows = json.putArray("rows");
    rows(flips)
        .forEach(
            (row, count) ->
                rows.addObject()
                    .put("place", row.place())
                    .put("found-by", row.by())
                    .put("section", row.section())
                    .put("count", count));
  }

  /** The same for people, in lines. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    table(text, "with checksums, %d bytes, seed %d".formatted(streamBytes, seed), with);
    text.append(System.lineSeparator());
    table(text, "without, drawn in the same way", without);
    for (FlipRecord flip : unfound()) {
      text.append(flip.line()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static void table(StringBuilder text, String name, List<FlipRecord> flips) {
    text.append(
        String.format(
            Locale.ROOT,
            "%d flips of single bits in a stream %s: %d found, %d not%n%n%-31s %-20s %-16s %5s%n",
            flips.size(),
            name,
            flips.stream().filter(FlipRecord::found).count(),
            flips.stream().filter(flip -> !flip.found()).count(),
            "flipped in",
            "found by",
            "section named",
            "count"));
    rows(flips)
        .forEach(
            (row, count) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%-31s %-20s %-16s %5d%n",
                        row.place(),
                        row.by(),
                        row.section(),
                        count)));
  }

  private static Map<Row, Long> rows(List<FlipRecord> flips) {
    return flips.stream()
        .collect(Collectors.groupingBy(Row::of, TreeMap::new, Collectors.counting()));
  }

  /** What flips have in common that are counted together. */
  private record Row(String place, String by, String section) implements Comparable<Row> {

    static Row of(FlipRecord flip) {
      return new Row(
          flip.place(), flip.by().words(), Objects.requireNonNullElse(flip.section(), "none"));
    }

    @Override
    public int compareTo(Row other) {
      return toString().compareTo(other.toString());
    }
  }
}
