// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of what QEMU 10.0 answers, as a test that asks it has recorded them. */
public final class KnownShapes {

  private static final String ANSWERS = "/qmp/qemu-10.0-shapes.json";
  private static final String SCHEMA = "/qmp/qemu-10.0-schema.json";

  /** The same of what takes addresses, from when our machine took their families. */
  private static final String FAMILIES = "/qmp/qemu-10.0-schema-families.json";

  private KnownShapes() {}

  /** Labels and shapes. */
  public static JsonNode read() throws IOException {
    return read(ANSWERS);
  }

  /** Of what QEMU's schema says, the part that our machine has too. */
  public static JsonNode schema() throws IOException {
    ObjectNode schema = (ObjectNode) read(SCHEMA);
    schema.setAll((ObjectNode) read(FAMILIES));
    return schema;
  }

  private static JsonNode read(String resource) throws IOException {
    try (InputStream in = KnownShapes.class.getResourceAsStream(resource)) {
      assertNotNull(in, resource);
      return JsonMapper.shared().readTree(in);
    }
  }

  /**
   * Where shapes are not as QEMU's.
   *
   * @return labels and paths with ": " between them, in alphabetical order
   */
  public static SortedSet<String> differences(JsonNode shapes) throws IOException {
    SortedSet<String> differences = new TreeSet<>();
    for (Map.Entry<String, JsonNode> known : read().properties()) {
      JsonNode shape = shapes.path(known.getKey());
      for (String path : JsonShape.differences(known.getValue(), shape)) {
        differences.add(known.getKey() + ": " + path);
      }
    }
    return differences;
  }

  /** The same as JSON with a line for each label. */
  public static String text(JsonNode shapes) {
    return shapes.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> JsonMapper.shared().writeValueAsString(each.getKey()) + ": " + each.getValue())
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }
}
