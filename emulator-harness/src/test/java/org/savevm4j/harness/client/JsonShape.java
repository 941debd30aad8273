// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is left of JSON without its values: of an object its keys in alphabetical order, each with
 * the shape of its value; of an array one element, with the keys that all its elements have; of all
 * else the name of its type, {@code int} or {@code number} if it is one.
 */
public final class JsonShape {

  private static final String INT = "int";
  private static final String NUMBER = "number";

  private JsonShape() {}

  public static JsonNode of(JsonNode value) {
    if (value.isObject()) {
      ObjectNode shape = JsonMapper.shared().createObjectNode();
      Map<String, JsonNode> members = new TreeMap<>();
      value.properties().forEach(each -> members.put(each.getKey(), of(each.getValue())));
      members.forEach(shape::set);
      return shape;
    }
    if (value.isArray()) {
      ArrayNode shape = JsonMapper.shared().createArrayNode();
      value.valueStream().map(JsonShape::of).reduce(JsonShape::common).ifPresent(shape::add);
      return shape;
    }
    return JsonMapper.shared().getNodeFactory().stringNode(type(value));
  }

  /**
   * Where {@code shape} is not what somebody expects who knows {@code known}: keys that it lacks,
   * and other types. It may have more keys, and whole numbers in place of any.
   *
   * @return paths, keys with dots between them, {@code []} for elements
   */
  static List<String> differences(JsonNode known, JsonNode shape) {
    List<String> differences = new ArrayList<>();
    compare("", known, shape, differences);
    return differences;
  }

  /** What both have. */
  private static JsonNode common(JsonNode one, JsonNode other) {
    if (one instanceof ObjectNode object && other.isObject()) {
      List<String> keys = List.copyOf(object.propertyNames());
      keys.stream().filter(key -> !object.get(key).equals(other.get(key))).forEach(object::remove);
    }
    return one;
  }

  private static void compare(
      String path, JsonNode known, JsonNode shape, List<String> differences) {
    if (known.isObject() && shape.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      known
          .properties()
          .forEach(
              each ->
                  compare(
                      prefix + each.getKey(),
                      each.getValue(),
                      shape.path(each.getKey()),
                      differences));
    } else if (known.isArray() && shape.isArray()) {
      if (!known.isEmpty()) {
        compare(path + "[]", known.get(0), shape.path(0), differences);
      }
    } else if (!known.equals(shape)
        && !(known.asString("").equals(NUMBER) && shape.asString("").equals(INT))) {
      differences.add(path);
    }
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case NUMBER -> value.isIntegralNumber() ? INT : NUMBER;
      default -> throw new IllegalArgumentException("no JSON: " + value.getNodeType());
    };
  }
}
