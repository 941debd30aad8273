// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tablebench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a fork with all of their values, as JSON on its standard output. */
final class ForkReport {

  private static final JsonMapper MAPPER = new JsonMapper();

  private ForkReport() {}

  static ObjectNode toJson(List<Row> rows) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("rows");
    for (Row row : rows) {
      ObjectNode object =
          array.addObject().put("subject", row.subject()).put("figure", row.figure());
      Goal goal = row.goal();
      if (goal != null) {
        object.put("goal", goal.bound()).put("at-least", goal.atLeast());
      }
      ArrayNode values = object.putArray("values");
      for (double value : row.values()) {
        values.add(value);
      }
    }
    return json;
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException if it is anything else
   */
  static List<Row> parse(byte[] json) throws IOException {
    try {
      List<Row> rows = new ArrayList<>();
      for (JsonNode row : MAPPER.readTree(json).required("rows")) {
        double[] values =
            StreamSupport.stream(row.required("values").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        rows.add(
            new Row(
                row.required("subject").asString(),
                row.required("figure").asString(),
                values,
                goal(row)));
      }
      return rows;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("a fork did not write its report: " + e.getMessage(), e);
    }
  }

  private static @Nullable Goal goal(JsonNode row) {
    return row.has("goal")
        ? new Goal(row.required("goal").asDouble(), row.required("at-least").asBoolean())
        : null;
  }
}
