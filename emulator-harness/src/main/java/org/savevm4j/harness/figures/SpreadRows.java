// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.figures;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Figures by name, in the order in which they came. One thread. */
public final class SpreadRows {

  private final Map<String, Spread> rows = new LinkedHashMap<>();

  /**
   * Adds a figure.
   *
   * @param name what it is, with its unit
   */
  public SpreadRows add(String name, Spread spread) {
    rows.put(name, spread);
    return this;
  }

  /** The object {@code {"rows": [{"name", "median", "min", "max"}]}}. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    putTo(json.putArray("rows"));
    return json;
  }

  /** Adds an object for each figure. */
  public void putTo(ArrayNode array) {
    rows.forEach((name, spread) -> spread.putTo(array.addObject().put("name", name)));
  }

  /**
   * The same for people, a line each.
   *
   * @param places behind the point
   */
  public String toText(int places) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(1);
    String number = "%." + places + "f";
    String line =
        "%-" + width + "s  median " + number + ", min " + number + ", max " + number + "%n";
    StringBuilder text = new StringBuilder();
    rows.forEach(
        (name, spread) ->
            text.append(
                String.format(
                    Locale.ROOT, line, name, spread.median(), spread.min(), spread.max())));
    return text.toString();
  }
}
