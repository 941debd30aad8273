// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.client.MachineSchema;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema says what the commands do: neither more nor less is there, or accepted. */
@Timeout(60)
class QmpSchemaTest {

  @TempDir private Path folder;
  private MonitoredEmulator monitored;
  private MachineSchema schema;

  @BeforeEach
  void start() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.IDLE, 0, 1);
    monitored =
        MonitoredEmulator.open(folder, new EmulatorOptions(16 << 20, 1, null, null, true, guest));
    schema = new MachineSchema(monitored.client().execute("query-qmp-schema"));
  }

  @AfterEach
  void stop() throws Exception {
    monitored.close();
  }

  @Test
  void commandsAreThoseThatQueryCommandsLists() throws Exception {
    Set<String> listed =
        monitored
            .client()
            .execute("query-commands")
            .valueStream()
            .map(command -> command.path("name").asString())
            .collect(Collectors.toSet());
    assertTrue(listed.containsAll(Set.of("qmp_capabilities", "migrate")), listed::toString);
    assertEquals(listed, schema.names("command"));
    assertEquals(
        Arrays.stream(QmpEvent.values()).map(Enum::name).collect(Collectors.toSet()),
        schema.names("event"));
  }

  @Test
  void everyTypeThatIsNamedIsDescribedAndNoOther() {
    Set<String> named = new HashSet<>();
    for (JsonNode info : schema.all()) {
      for (String key : List.of("arg-type", "ret-type", "element-type")) {
        if (info.has(key)) {
          named.add(info.get(key).asString());
        }
      }
      for (String key : List.of("members", "variants")) {
        if (!info.path("meta-type").asString().equals("enum")) {
          info.path(key).forEach(member -> named.add(member.path("type").asString()));
        }
      }
    }
    named.addAll(schema.names("command"));
    named.addAll(schema.names("event"));
    assertEquals(
        named,
        schema.all().stream()
            .map(info -> info.path("name").asString())
            .collect(Collectors.toSet()));
  }

  /** Each wrong value is refused by the name of its argument before anything is done. */
  @Test
  void argumentsOfACommandAreThoseThatItChecks() throws Exception {
    int checked = 0;
    for (String command : schema.names("command")) {
      if (!command.equals("qmp_capabilities")) {
        JsonNode arguments = schema.info(schema.info(command).path("arg-type").asString());
        for (JsonNode member : arguments.path("members")) {
          checks(command, arguments, member);
          checked++;
        }
        ObjectNode more = sample(arguments).put("fly", 1);
        assertTrue(refusal(command, more).startsWith("Parameter 'fly' is unknown"), command);
      }
    }
    assertTrue(checked > 30, "no command has that many: " + checked);
  }

  private void checks(String command, JsonNode arguments, JsonNode member) {
    String name = member.path("name").asString();
    JsonNode type = schema.info(member.path("type").asString());
    ObjectNode wrong = sample(arguments);
    if (type.path("json-type").asString("").equals("int")) {
      wrong.put(name, "x");
    } else {
      wrong.put(name, 5);
    }
    String refusal = refusal(command, wrong);
    assertTrue(refusal.startsWith("Parameter '" + name + "' must be "), command + ": " + refusal);
    if (!member.has("default")) {
      ObjectNode without = sample(arguments);
      without.remove(name);
      assertEquals("Parameter '" + name + "' is missing", refusal(command, without), command);
    }
  }

  private String refusal(String command, ObjectNode arguments) {
    return assertThrows(
            QmpException.class,
            () -> monitored.client().execute(command, arguments),
            () -> command + " takes " + arguments)
        .desc();
  }

  /** The least that the schema allows. */
  private ObjectNode sample(JsonNode object) {
    ObjectNode sample = JsonStream.MAPPER.createObjectNode();
    for (JsonNode member : object.path("members")) {
      if (!member.has("default")) {
        sample.set(member.path("name").asString(), value(member.path("type").asString()));
      }
    }
    for (JsonNode variant : object.path("variants")) {
      if (sample.path(object.path("tag").asString()).equals(variant.get("case"))) {
        sample.setAll(sample(schema.info(variant.path("type").asString())));
      }
    }
    return sample;
  }

  private JsonNode value(String type) {
    JsonNode info = schema.info(type);
    return switch (info.path("meta-type").asString()) {
      case "array" -> JsonStream.MAPPER.createArrayNode();
      case "object" -> sample(info);
      case "enum" -> info.path("values").get(0);
      default -> JsonStream.MAPPER.getNodeFactory().stringNode("x");
    };
  }
}
