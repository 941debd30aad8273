// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorException;
import org.savevm4j.harness.qmp.QmpParameter.Kind;
import org.savevm4j.harness.savevm.MigrationParameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that migrate. */
final class MigrationCommands {

  private static final String MAX_BANDWIDTH = "max-bandwidth";
  private static final String DOWNTIME_LIMIT = "downtime-limit";

  private static final List<QmpParameter> CAPABILITY =
      List.of(
          QmpParameter.required("capability", Kind.STRING),
          QmpParameter.required("state", Kind.BOOLEAN));

  private MigrationCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    QmpParameter uri = QmpParameter.required("uri", Kind.STRING);
    return List.of(
        QmpCommand.order(
            "migrate",
            arguments -> migrate(emulator, arguments.get("uri").stringValue()),
            uri,
            // Taken for the sake of old clients, as in QEMU: QMP always detaches.
            QmpParameter.optional("detach", Kind.BOOLEAN)),
        QmpCommand.order("migrate_cancel", _ -> emulator.migrateCancel()),
        QmpCommand.order(
            "migrate-incoming",
            arguments -> migrateIncoming(emulator, arguments.get("uri").stringValue()),
            uri),
        QmpCommand.query(
            "query-migrate",
            _ -> MigrationReport.toJson(emulator.queryMigrate(), emulator.listensOn())),
        QmpCommand.order(
            "migrate-set-parameters",
            arguments -> setParameters(emulator, arguments),
            QmpParameter.optional(MAX_BANDWIDTH, Kind.INTEGER),
            QmpParameter.optional(DOWNTIME_LIMIT, Kind.INTEGER)),
        QmpCommand.query("query-migrate-parameters", _ -> parameters(emulator)),
        QmpCommand.order(
            "migrate-set-capabilities",
            arguments -> setCapabilities(emulator, arguments.get("capabilities")),
            QmpParameter.required("capabilities", Kind.ARRAY)),
        QmpCommand.query("query-migrate-capabilities", _ -> capabilities(emulator)));
  }

  private static void migrate(Emulator emulator, String uri) throws QmpException {
    try {
      emulator.migrate(uri);
    } catch (EmulatorException e) {
      throw EmulatorCommands.refusal(e);
    }
  }

  private static void migrateIncoming(Emulator emulator, String uri) throws QmpException {
    try {
      emulator.migrateIncoming(uri);
    } catch (EmulatorException e) {
      throw EmulatorCommands.refusal(e);
    }
  }

  private static void setParameters(Emulator emulator, ObjectNode arguments) throws QmpException {
    MigrationParameters old = emulator.parameters();
    try {
      emulator.parameters(
          new MigrationParameters(
              arguments.path(MAX_BANDWIDTH).asLong(old.maxBandwidth()),
              arguments.path(DOWNTIME_LIMIT).asLong(old.downtimeLimit())));
    } catch (IllegalArgumentException e) {
      throw new QmpException(String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode parameters(Emulator emulator) {
    MigrationParameters parameters = emulator.parameters();
    return JsonStream.MAPPER
        .createObjectNode()
        .put(MAX_BANDWIDTH, parameters.maxBandwidth())
        .put(DOWNTIME_LIMIT, parameters.downtimeLimit());
  }

  /** Looks at all of them before it sets the first, so that a wrong list changes nothing. */
  private static void setCapabilities(Emulator emulator, JsonNode list) throws QmpException {
    Map<String, Boolean> known = emulator.capabilities();
    Map<String, Boolean> wanted = new LinkedHashMap<>();
    for (JsonNode element : list) {
      if (!(element instanceof ObjectNode capability)) {
        throw new QmpException("Parameter 'capabilities' must be an array of objects");
      }
      QmpParameter.check(CAPABILITY, capability);
      String name = capability.get("capability").stringValue();
      if (!known.containsKey(name)) {
        throw new QmpException(
            "Parameter 'capability' cannot be '"
                + name
                + "'; there are "
                + String.join(", ", known.keySet()));
      }
      wanted.put(name, capability.get("state").booleanValue());
    }
    try {
      for (Map.Entry<String, Boolean> capability : wanted.entrySet()) {
        emulator.capability(capability.getKey(), capability.getValue());
      }
    } catch (EmulatorException e) {
      throw EmulatorCommands.refusal(e);
    }
  }

  private static ArrayNode capabilities(Emulator emulator) {
    ArrayNode list = JsonStream.MAPPER.createArrayNode();
    emulator
        .capabilities()
        .forEach((name, on) -> list.addObject().put("capability", name).put("state", on));
    return list;
  }
}
