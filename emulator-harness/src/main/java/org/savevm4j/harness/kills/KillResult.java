// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.savevm4j.harness.demo.DemoException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of many kills.
 *
 * @param seed that repeats the plans
 * @param records one a kill
 * @param totalNanos all of it took
 */
public record KillResult(long seed, List<KillRecord> records, long totalNanos) {

  public KillResult {
    records = List.copyOf(records);
  }

  /** Kills after which something was otherwise than the table of outcomes allows. */
  public List<KillRecord> notAllowed() {
    return records.stream().filter(record -> !record.allowed()).toList();
  }

  /** Of all guests that ran after a kill. */
  public long mismatches() {
    return records.stream().mapToLong(KillRecord::mismatches).sum();
  }

  /**
   * Makes sure that nothing was otherwise.
   *
   * @throws DemoException in one line
   */
  public void requirePassed() throws DemoException {
    if (!notAllowed().isEmpty()) {
      throw new DemoException(
          "%d of %d kills had an outcome that is not allowed, the first %s"
              .formatted(notAllowed().size(), records.size(), notAllowed().getFirst().line()));
    }
    if (mismatches() != 0) {
      throw new DemoException("guests that went on found " + mismatches() + " mismatches");
    }
  }

  private long checked() {
    return records.stream().mapToLong(KillRecord::checked).sum();
  }

  private long guests() {
    return records.stream().filter(record -> record.checked() > 0).count();
  }

  private Map<String, Long> moments() {
    return records.stream()
        .collect(Collectors.groupingBy(KillRecord::moment, TreeMap::new, Collectors.counting()));
  }

  private Map<Row, Long> rows() {
    return records.stream()
        .collect(Collectors.groupingBy(Row::of, TreeMap::new, Collectors.counting()));
  }

  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("seed", seed)
        .put("kills", records.size())
        .put("not-allowed", notAllowed().size())
        .put("guests-checked", guests())
        .put("checked", checked())
        .put("mismatches", mismatches())
        .put("total-time", TimeUnit.NANOSECONDS.toMillis(totalNanos));
    ObjectNode moments = json.putObject("moments");
    moments().forEach(moments::put);
    ArrayNode rows = json.putArray("rows");
    rows().forEach((row, count) -> rows.add(row.toJson().put("count", count)));
    ArrayNode wrong = json.putArray("faults");
    for (KillRecord record : notAllowed()) {
      wrong.addObject().put("kill", record.number()).put("told", record.told());
    }
    return json;
  }

  /** The same for people, in lines. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d kills with seed %d in %.0f s: %d outcomes that are not allowed%n"
                + "%d guests checked afterwards, %d mappings compared, %d mismatches%n"
                + "moments %s%n%n%-20s %-11s %-16s %-15s %5s%n",
            records.size(),
            seed,
            totalNanos / 1e9,
            notAllowed().size(),
            guests(),
            checked(),
            mismatches(),
            moments(),
            "fault",
            "return path",
            "source",
            "destination",
            "count"));
    rows()
        .forEach(
            (row, count) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%-20s %-11s %-16s %-15s %5d%s%n",
                        row.kind.words(),
                        row.returnPath ? "on" : "off",
                        row.source,
                        row.destination,
                        count,
                        row.allowed ? "" : " NOT ALLOWED")));
    for (KillRecord record : notAllowed()) {
      text.append("kill ").append(record.number()).append(": ").append(record.told());
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  /** What kills have in common that are counted together. */
  private record Row(
      KillKind kind, boolean returnPath, String source, String destination, boolean allowed)
      implements Comparable<Row> {

    static Row of(KillRecord record) {
      return new Row(
          record.kind(),
          record.returnPath(),
          record.source(),
          record.destination(),
          record.allowed());
    }

    ObjectNode toJson() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("name", kind.words())
          .put("return-path", returnPath)
          .put("source", source)
          .put("destination", destination)
          .put("allowed", allowed);
    }

    @Override
    public int compareTo(Row other) {
      return toString().compareTo(other.toString());
    }
  }
}
