// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a machine answers to {@code query-qmp-schema}, as QEMU documents it: commands, events, and
 * the types that they name.
 */
public final class MachineSchema {

  private final Map<String, JsonNode> infos = new LinkedHashMap<>();

  /** Reads an answer; no name may be there twice. */
  public MachineSchema(JsonNode answer) {
    for (JsonNode info : answer) {
      assertNull(infos.put(word(info, "name"), info), info::toString);
    }
  }

  /** All that is there, commands and events first. */
  public Collection<JsonNode> all() {
    return infos.values();
  }

  /** Names of one meta-type. */
  public Set<String> names(String metaType) {
    return infos.values().stream()
        .filter(info -> word(info, "meta-type").equals(metaType))
        .map(info -> word(info, "name"))
        .collect(Collectors.toSet());
  }

  /** What is said of a command, an event or a type; fails if that is nothing. */
  public JsonNode info(String name) {
    JsonNode info = infos.get(name);
    assertNotNull(info, () -> "no " + name + " in the schema");
    return info;
  }

  /**
   * Where a value is not of a type.
   *
   * @param of a command or an event
   * @param which of its types: {@code arg-type} or {@code ret-type}
   * @return paths, each with what was expected there
   */
  public List<String> faults(String of, String which, JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(of, word(info(of), which), value, faults);
    return faults;
  }

  private void check(String path, String type, JsonNode value, List<String> faults) {
    JsonNode info = info(type);
    switch (word(info, "meta-type")) {
      case "array" -> {
        require(value.isArray(), path + ": array", faults);
        for (int i = 0; i < value.size(); i++) {
          check(path + "[" + i + "]", word(info, "element-type"), value.get(i), faults);
        }
      }
      case "object" -> {
        require(value.isObject(), path + ": object", faults);
        Set<String> known = new HashSet<>();
        members(path, info, value, known, faults);
        for (String key : value.propertyNames()) {
          require(known.contains(key), path + "." + key + ": unknown", faults);
        }
      }
      case "enum" ->
          require(
              info.path("values").valueStream().anyMatch(value::equals),
              path + ": one of " + info.path("values"),
              faults);
      case "alternate" ->
          require(
              info.path("members")
                  .valueStream()
                  .anyMatch(
                      member -> {
                        List<String> inner = new ArrayList<>();
                        check(path, word(member, "type"), value, inner);
                        return inner.isEmpty();
                      }),
              path + ": one of " + info.path("members"),
              faults);
      default -> require(isOf(word(info, "json-type"), value), path + ": " + type, faults);
    }
  }

  private void members(
      String path, JsonNode info, JsonNode object, Set<String> known, List<String> faults) {
    for (JsonNode member : info.path("members")) {
      String name = word(member, "name");
      known.add(name);
      if (object.has(name)) {
        check(path + "." + name, word(member, "type"), object.get(name), faults);
      } else {
        require(member.has("default"), path + "." + name + ": missing", faults);
      }
    }
    for (JsonNode variant : info.path("variants")) {
      if (object.path(word(info, "tag")).equals(variant.get("case"))) {
        members(path, info(word(variant, "type")), object, known, faults);
      }
    }
  }

  private static boolean isOf(String jsonType, JsonNode value) {
    return switch (jsonType) {
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "int" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "null" -> value.isNull();
      default -> jsonType.equals("value");
    };
  }

  private static void require(boolean right, String otherwise, List<String> faults) {
    if (!right) {
      faults.add(otherwise);
    }
  }

  static String word(JsonNode info, String key) {
    JsonNode value = info.get(key);
    assertNotNull(value, () -> "no " + key + " in " + info);
    return value.asString();
  }
}
