// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.TlsObject;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.tls.TlsOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that make and forget objects. */
final class ObjectCommands {

  private static final String QOM_TYPE = "qom-type";

  private static final QmpMember ID = QmpMember.required("id", Plain.STRING);

  private static final QmpObject CREDENTIALS =
      QmpObject.of(
          QmpMember.required("dir", Plain.STRING),
          QmpMember.optional(
              "endpoint",
              new Word(Arrays.stream(TlsEndpoint.values()).map(TlsEndpoint::qemuName).toList())),
          QmpMember.optional("verify-peer", Plain.BOOLEAN));

  private ObjectCommands() {}

  static List<QmpCommand> list(Emulator emulator) {
    return List.of(
        QmpCommand.order(
            "object-add",
            arguments ->
                emulator
                    .tlsObjects()
                    .add(
                        TlsObject.of(arguments.get(QOM_TYPE).stringValue(), properties(arguments))),
            QmpObject.tagged(QOM_TYPE, Map.of(TlsOptions.TYPE, CREDENTIALS), ID)),
        QmpCommand.order(
            "object-del",
            arguments -> emulator.tlsObjects().remove(arguments.get(ID.name()).stringValue()),
            ID));
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
