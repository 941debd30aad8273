// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An index as text: JSON in UTF-8, with a CRC32C over all that comes before it, in its shortest
 * form. Files that the index does not name are removed, so an index that was changed by accident
 * must not be believed.
 */
final class IndexJson {

  private static final String FORMAT = "savevm4j snapshots";
  private static final int VERSION = 1;
  private static final String CRC = "crc32c";
  private static final String SHA256 = "[0-9a-f]{64}";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private IndexJson() {}

  static byte[] write(SnapshotIndex index) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("next-id", index.nextId());
    root.putArray("snapshots");
    index.snapshots().forEach(each -> root.withArray("snapshots").add(toJson(each)));
    root.put(CRC, crc(root));
    return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(root);
  }

  /**
   * Reads an index.
   *
   * @throws SnapshotException if it is none, was changed, or is of a later version
   */
  static SnapshotIndex read(String file, byte[] text) throws SnapshotException {
    try {
      return index(MAPPER.readTree(text));
    } catch (JacksonException wrong) {
      throw new SnapshotException(file + ": not JSON: " + wrong.getOriginalMessage());
    } catch (WrongIndexException wrong) {
      throw new SnapshotException(file + ": " + wrong.getMessage());
    }
  }

  private static SnapshotIndex index(JsonNode json) throws WrongIndexException {
    if (!(json instanceof ObjectNode root) || !FORMAT.equals(root.path("format").asString(""))) {
      throw new WrongIndexException("no index of snapshots");
    }
    if (root.path("version").asLong(0) != VERSION) {
      throw new WrongIndexException(
          "an index of version " + root.path("version") + "; this program knows " + VERSION);
    }
    String told = root.path(CRC).asString("");
    root.remove(CRC);
    if (!told.equals(crc(root))) {
      throw new WrongIndexException("its " + CRC + " is wrong: it was changed or is damaged");
    }
    long nextId = number(root, "next-id", 1);
    List<Snapshot> snapshots = new ArrayList<>();
    Set<String> tags = new HashSet<>();
    long lastId = 0;
    for (JsonNode each : root.path("snapshots")) {
      Snapshot snapshot = snapshot(each);
      if (snapshot.id() <= lastId || snapshot.id() >= nextId || !tags.add(snapshot.tag())) {
        throw new WrongIndexException("id " + snapshot.id() + " or its tag is out of place");
      }
      lastId = snapshot.id();
      snapshots.add(snapshot);
    }
    return new SnapshotIndex(nextId, snapshots);
  }

  private static ObjectNode toJson(Snapshot snapshot) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", snapshot.id())
        .put("tag", snapshot.tag())
        .put("date", snapshot.date().toString())
        .put("vm-clock-ns", snapshot.clockNanos())
        .put("vm-state-size", snapshot.bytes());
    json.putObject("machine")
        .put("type", snapshot.machine().type())
        .put("memory", snapshot.machine().memoryBytes())
        .put("cpus", snapshot.machine().cpus());
    return json.put("sha256", snapshot.sha256());
  }

  private static Snapshot snapshot(JsonNode json) throws WrongIndexException {
    JsonNode machine = json.path("machine");
    String sha256 = text(json, "sha256");
    if (!sha256.matches(SHA256)) {
      throw new WrongIndexException("'sha256' is no SHA-256");
    }
    return new Snapshot(
        number(json, "id", 1),
        text(json, "tag"),
        date(json),
        number(json, "vm-clock-ns", 0),
        number(json, "vm-state-size", 0),
        new SnapshotMachine(
            text(machine, "type"),
            number(machine, "memory", 1),
            Math.toIntExact(Math.min(Integer.MAX_VALUE, number(machine, "cpus", 1)))),
        sha256);
  }

  private static Instant date(JsonNode json) throws WrongIndexException {
    try {
      return Instant.parse(text(json, "date"));
    } catch (DateTimeException wrong) {
      throw new WrongIndexException("'date' is none: " + wrong.getMessage());
    }
  }

  private static long number(JsonNode json, String name, long least) throws WrongIndexException {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
      throw new WrongIndexException("'" + name + "' is no whole number from " + least + " on");
    }
    return value.longValue();
  }

  private static String text(JsonNode json, String name) throws WrongIndexException {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      throw new WrongIndexException("'" + name + "' is no text");
    }
    return value.stringValue();
  }

  /** Over the members without the CRC itself, as eight hexadecimal digits. */
  private static String crc(ObjectNode root) {
    CRC32C crc = new CRC32C();
    crc.update(MAPPER.writeValueAsBytes(root));
    return "%08x".formatted(crc.getValue());
  }

  /** What is wrong with an index. */
  private static final class WrongIndexException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongIndexException(String message) {
      super(message);
    }
  }
}
