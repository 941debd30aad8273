// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import static org.savevm4j.harness.client.MachineSchema.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What arguments, answers and data of events are by a schema, without the names of its types: of an
 * object its members, and those of each case of its tag under {@code case} and the tag's value; of
 * an array one element; of all else the type in JSON. Whether a member may be left out is not in
 * it, nor are the words of an enumeration.
 */
public final class SchemaShapes {

  private static final List<String> TYPES = List.of("arg-type", "ret-type");
  private static final String CASE = "case ";

  private final MachineSchema schema;

  public SchemaShapes(MachineSchema schema) {
    this.schema = schema;
  }

  /**
   * All there are, of a schema in which no type is a part of itself.
   *
   * @param wanted decides by the names of commands, events and members
   */
  public ObjectNode of(Predicate<String> wanted) {
    ObjectNode shapes = JsonMapper.shared().createObjectNode();
    for (String metaType : List.of("command", "event")) {
      for (String name : schema.names(metaType)) {
        JsonNode info = schema.info(name);
        TYPES.stream()
            .filter(which -> wanted.test(name) && info.has(which))
            .forEach(which -> shapes.set(name + " " + which, shape(word(info, which), wanted)));
      }
    }
    return shapes;
  }

  /** Where the schema lacks what is in the shapes of another, or has another type there. */
  public List<String> differences(JsonNode shapes) {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, JsonNode> known : shapes.properties()) {
      String[] words = known.getKey().split(" ");
      compare(known.getKey(), known.getValue(), word(schema.info(words[0]), words[1]), differences);
    }
    return differences;
  }

  private void compare(String path, JsonNode known, String type, List<String> differences) {
    JsonNode info = schema.info(type);
    String metaType = word(info, "meta-type");
    if (known.isArray() && metaType.equals("array")) {
      compare(path + "[]", known.get(0), word(info, "element-type"), differences);
    } else if (known.isObject() && metaType.equals("object")) {
      for (Map.Entry<String, JsonNode> member : known.properties()) {
        String inner = path + "." + member.getKey();
        String of = typeOf(info, member.getKey());
        if (of == null) {
          differences.add(inner);
        } else {
          compare(inner, member.getValue(), of, differences);
        }
      }
    } else if (!known.equals(leaf(info))) {
      differences.add(path + ": " + known + " and " + metaType + " " + type);
    }
  }

  /** The type of a member, or of what a case adds; null if there is none. */
  private static @Nullable String typeOf(JsonNode object, String key) {
    boolean variant = key.startsWith(CASE);
    String name = variant ? key.substring(CASE.length()) : key;
    return object
        .path(variant ? "variants" : "members")
        .valueStream()
        .filter(each -> word(each, variant ? "case" : "name").equals(name))
        .map(each -> word(each, "type"))
        .findFirst()
        .orElse(null);
  }

  private JsonNode shape(String type, Predicate<String> wanted) {
    JsonNode info = schema.info(type);
    return switch (word(info, "meta-type")) {
      case "array" ->
          JsonMapper.shared().createArrayNode().add(shape(word(info, "element-type"), wanted));
      case "object" -> {
        ObjectNode shape = JsonMapper.shared().createObjectNode();
        for (JsonNode member : info.path("members")) {
          String name = word(member, "name");
          if (wanted.test(name)) {
            shape.set(name, shape(word(member, "type"), wanted));
          }
        }
        for (JsonNode variant : info.path("variants")) {
          shape.set(CASE + word(variant, "case"), shape(word(variant, "type"), wanted));
        }
        yield shape;
      }
      default -> leaf(info);
    };
  }

  /** Of a type without parts, its type in JSON; its meta-type for want of one. */
  private JsonNode leaf(JsonNode info) {
    return switch (word(info, "meta-type")) {
      case "builtin" -> info.get("json-type");
      case "alternate" ->
          StringNode.valueOf(
              info.path("members")
                  .valueStream()
                  .map(member -> leaf(schema.info(word(member, "type"))).asString())
                  .sorted()
                  .collect(Collectors.joining(" or ")));
      default -> StringNode.valueOf(word(info, "meta-type"));
    };
  }
}
