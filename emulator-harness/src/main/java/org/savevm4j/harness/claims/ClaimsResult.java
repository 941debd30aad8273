// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.List;
import java.util.Locale;
import org.savevm4j.harness.figures.Spread;
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
    new Spread(row.median(), row.min(), row.max())
        .in(value -> Double.parseDouble(Figure.of(value)))
        .putTo(json);
  }

  /**
   * The same for people, in lines. What was simulated rate by rate or on made tables is left to the
   * plots and the JSON.
   */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      line(text, finding.claim().word() + ": " + finding.claim().statement());
      line(text, "  " + finding.verdict());
      int hidden = 0;
      for (ClaimRow row : finding.rows()) {
        if (row.how() == How.SIMULATED && !row.sumsUp()) {
          hidden++;
        } else {
          line(text, "  " + line(row));
        }
      }
      if (hidden > 0) {
        line(text, "  and " + hidden + " points of curves, which are in the JSON");
      }
      line(text, "");
    }
    return text.toString();
  }

  private static String line(ClaimRow row) {
    String spread =
        row.min() < row.max()
            ? " (" + Figure.of(row.min()) + " to " + Figure.of(row.max()) + ")"
            : "";
    return String.format(
        Locale.ROOT,
        "%s%s %s, %s: %s; %s, %s",
        Figure.of(row.median()),
        spread,
        row.unit(),
        row.how().word(),
        row.name(),
        row.subject().table(),
        row.subject().load());
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }
}
