// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of all claims.
 *
 * @param seed of guests and made tables
 * @param findings in the order of the claims
 */
public record ClaimsResult(long seed, List<Finding> findings) {

  public ClaimsResult {
    findings = List.copyOf(findings);
  }

  /** One object with the rows, and the claims with what came of each. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("seed", seed);
    ArrayNode claims = json.putArray("claims");
    ArrayNode rows = json.putArray("rows");
    for (Finding finding : findings) {
      claims
          .addObject()
          .put("claim", finding.claim().word())
          .put("statement", finding.claim().statement())
          .put("verdict", finding.verdict());
      finding.rows().forEach(row -> put(rows.addObject(), row));
    }
    return json;
  }

  private static void put(ObjectNode json, ClaimRow row) {
    json.put("claim", row.claim().word())
        .put("name", row.name())
        .put("table", row.subject().table())
        .put("workload", row.subject().workload());
    Long rate = row.subject().updateRate();
    if (rate == null) {
      json.putNull("update-rate");
    } else {
      json.put("update-rate", rate);
    }
    json.put("unit", row.unit()).put("how", row.how().word());
    number(json, "median", row.median());
    number(json, "min", row.min());
    number(json, "max", row.max());
  }

  private static void number(ObjectNode json, String name, double value) {
    double shown = Double.parseDouble(Figure.of(value));
    if (shown == Math.rint(shown) && Math.abs(shown) < 1L << 53) {
      json.put(name, (long) shown);
    } else {
      json.put(name, shown);
    }
  }

  /** The same for people, in lines. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      line(text, "%s: %s", finding.claim().word(), finding.claim().statement());
      line(text, "  %s", finding.verdict());
      for (ClaimRow row : finding.rows()) {
        line(
            text,
            "  %-48s %12s %-15s %-9s %s, %s",
            row.name(),
            Figure.of(row.median()),
            row.unit(),
            row.how().word(),
            row.subject().table(),
            row.subject().load());
        if (row.min() < row.max()) {
          line(text, "  %-48s %12s to %s", "", Figure.of(row.min()), Figure.of(row.max()));
        }
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
