// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.MigrationParameter;
import org.savevm4j.harness.board.ParameterChange;
import org.savevm4j.harness.board.SwitchParameter;
import org.savevm4j.harness.board.TextParameter;
import org.savevm4j.harness.qmp.QmpType.Either;
import org.savevm4j.harness.qmp.QmpType.ListOf;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;
import org.savevm4j.harness.savevm.MigrationParameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that migrate. */
final class MigrationCommands {

  /** Null sets it back. */
  private static final QmpType TEXT = new Either(List.of(Plain.STRING, Plain.NULL));

  private MigrationCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    QmpType capabilities =
        new ListOf(
            QmpObject.of(
                QmpMember.required(
                    "capability", new Word(List.copyOf(emulator.capabilities().keySet()))),
                QmpMember.required("state", Plain.BOOLEAN)));
    return List.of(
        QmpCommand.order(
            "migrate",
            arguments -> emulator.migrate(MigrationPlace.uri(arguments)),
            MigrationPlace.URI,
            MigrationPlace.CHANNELS,
            // Taken for the sake of old clients, as in QEMU: QMP always detaches.
            QmpMember.optional("detach", Plain.BOOLEAN)),
        QmpCommand.order("migrate_cancel", _ -> emulator.migrateCancel()),
        QmpCommand.order(
            "migrate-incoming",
            arguments -> emulator.migrateIncoming(MigrationPlace.uri(arguments)),
            MigrationPlace.URI,
            MigrationPlace.CHANNELS),
        QmpCommand.query(
            "query-migrate",
            MigrationReport.TYPE,
            _ -> MigrationReport.toJson(emulator.queryMigrate(), emulator.listensOn())),
        QmpCommand.order(
            "migrate-set-parameters",
            arguments -> emulator.parameters(values(arguments)),
            parameters(false, TEXT)),
        QmpCommand.query(
            "query-migrate-parameters",
            parameters(true, Plain.STRING),
            _ -> parameters(emulator.parameters())),
        QmpCommand.order(
            "migrate-set-capabilities",
            arguments -> emulator.capabilities(states(arguments.get("capabilities"))),
            QmpMember.required("capabilities", capabilities)),
        QmpCommand.query("query-migrate-capabilities", capabilities, _ -> capabilities(emulator)));
  }

  /** All parameters; {@code required} when all are there. */
  private static QmpObject parameters(boolean required, QmpType text) {
    return QmpObject.of(
        Stream.of(
                Arrays.stream(MigrationParameter.values())
                    .map(each -> new QmpMember(each.qemuName(), Plain.INTEGER, required)),
                Arrays.stream(SwitchParameter.values())
                    .map(each -> new QmpMember(each.qemuName(), Plain.BOOLEAN, required)),
                Arrays.stream(TextParameter.values())
                    .map(each -> new QmpMember(each.qemuName(), text, required)))
            .flatMap(each -> each)
            .toList());
  }

  private static ParameterChange values(ObjectNode arguments) {
    Map<MigrationParameter, Long> values = new EnumMap<>(MigrationParameter.class);
    for (MigrationParameter parameter : MigrationParameter.values()) {
      JsonNode value = arguments.get(parameter.qemuName());
      if (value != null) {
        values.put(parameter, value.longValue());
      }
    }
    Map<SwitchParameter, Boolean> switches = new EnumMap<>(SwitchParameter.class);
    for (SwitchParameter parameter : SwitchParameter.values()) {
      JsonNode value = arguments.get(parameter.qemuName());
      if (value != null) {
        switches.put(parameter, value.booleanValue());
      }
    }
    Map<TextParameter, String> texts = new EnumMap<>(TextParameter.class);
    for (TextParameter parameter : TextParameter.values()) {
      JsonNode value = arguments.get(parameter.qemuName());
      if (value != null) {
        // null sets it back, which for each is to the empty text
        texts.put(parameter, value.isNull() ? "" : value.stringValue());
      }
    }
    return new ParameterChange(values, switches, texts);
  }

  private static ObjectNode parameters(MigrationParameters set) {
    ObjectNode json = JsonStream.MAPPER.createObjectNode();
    for (MigrationParameter parameter : MigrationParameter.values()) {
      json.put(parameter.qemuName(), parameter.of(set));
    }
    for (SwitchParameter parameter : SwitchParameter.values()) {
      json.put(parameter.qemuName(), parameter.of(set));
    }
    for (TextParameter parameter : TextParameter.values()) {
      json.put(parameter.qemuName(), parameter.of(set));
    }
    return json;
  }

  private static Map<String, Boolean> states(JsonNode list) {
    Map<String, Boolean> states = new LinkedHashMap<>();
    for (JsonNode capability : list) {
      states.put(
          capability.get("capability").stringValue(), capability.get("state").booleanValue());
    }
    return states;
  }

  private static ArrayNode capabilities(Emulator emulator) {
    ArrayNode list = JsonStream.MAPPER.createArrayNode();
    emulator
        .capabilities()
        .forEach((name, on) -> list.addObject().put("capability", name).put("state", on));
    return list;
  }
}
