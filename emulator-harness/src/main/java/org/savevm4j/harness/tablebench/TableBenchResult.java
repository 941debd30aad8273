// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.figures.Spread;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was measured, in all forks together. */
public final class TableBenchResult {

  private final List<Row> rows;

  TableBenchResult(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * Rows with name, median, min and max, over the rounds of all forks; those with a goal say which
   * ({@code goal}), whether it is a bound from below or above ({@code goal-is}), and whether the
   * median {@code reached} it.
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("rows");
    for (Row row : rows) {
      Spread spread = row.spread();
      ObjectNode object = array.addObject().put("name", row.name());
      spread.putTo(object);
      Goal goal = row.goal();
      if (goal != null) {
        object
            .put("goal", goal.bound())
            .put("goal-is", goal.word())
            .put("reached", goal.isReached(spread.median()));
      }
    }
    return json;
  }

  /** A line for each subject; figures as median (min to max). */
  public String toText() {
    return grid().toText();
  }

  /** The same as a table in Markdown. */
  public String toMarkdown() {
    return grid().toMarkdown();
  }

  private FigureGrid grid() {
    Map<String, List<Row>> subjects = new LinkedHashMap<>();
    for (Row row : rows) {
      subjects.computeIfAbsent(row.subject(), _ -> new ArrayList<>()).add(row);
    }
    return new FigureGrid(subjects);
  }
}
