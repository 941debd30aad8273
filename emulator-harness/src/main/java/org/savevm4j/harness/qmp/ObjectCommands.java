// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.TlsObject;
import org.savevm4j.harness.qmp.QmpParameter.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that make and forget objects. */
final class ObjectCommands {

  private static final String QOM_TYPE = "qom-type";

  private ObjectCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    QmpParameter id = QmpParameter.required("id", Kind.STRING);
    return List.of(
        QmpCommand.order(
            "object-add",
            arguments ->
                emulator
                    .tlsObjects()
                    .add(
                        TlsObject.of(arguments.get(QOM_TYPE).stringValue(), properties(arguments))),
            QmpParameter.required(QOM_TYPE, Kind.STRING),
            id,
            QmpParameter.required("dir", Kind.STRING),
            QmpParameter.optional("endpoint", Kind.STRING),
            QmpParameter.optional("verify-peer", Kind.BOOLEAN)),
        QmpCommand.order(
            "object-del",
            arguments -> emulator.tlsObjects().remove(arguments.get("id").stringValue()),
            id));
  }

  private static Map<String, String> properties(ObjectNode arguments) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      if (!argument.getKey().equals(QOM_TYPE)) {
        properties.put(argument.getKey(), argument.getValue().asString());
      }
    }
    return properties;
  }
}
