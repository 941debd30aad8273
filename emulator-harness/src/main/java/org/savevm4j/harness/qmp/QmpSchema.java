// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.savevm4j.harness.qmp.QmpType.Plain;
import org.savevm4j.harness.qmp.QmpType.Word;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer of {@code query-qmp-schema}: commands and events as they are declared, and the types
 * that these name. As QEMU's has it, all but the plain types go by numbers, which mean nothing, and
 * arrays by their element's in brackets. The format is QEMU's {@code SchemaInfo}, qapi/introspect.
 */
final class QmpSchema {

  private static final String META_TYPE = "meta-type";
  private static final String NAME = "name";
  private static final String TYPE = "type";
  private static final String MEMBERS = "members";
  private static final String ARG_TYPE = "arg-type";

  private static final QmpMember TYPE_NAME = QmpMember.required(TYPE, Plain.STRING);
  private static final QmpMember ENUM_VALUES =
      QmpMember.required("values", new QmpType.ListOf(Plain.STRING));

  /** What an answer is: it describes itself too. */
  static final QmpType ANSWER =
      new QmpType.ListOf(
          QmpObject.tagged(
              META_TYPE,
              Map.of(
                  "command",
                  QmpObject.of(
                      QmpMember.required(ARG_TYPE, Plain.STRING),
                      QmpMember.required("ret-type", Plain.STRING)),
                  "event",
                  QmpObject.of(QmpMember.required(ARG_TYPE, Plain.STRING)),
                  "builtin",
                  QmpObject.of(
                      QmpMember.required(
                          "json-type",
                          Word.of("string", "number", "int", "boolean", "null", "value"))),
                  "array",
                  QmpObject.of(QmpMember.required("element-type", Plain.STRING)),
                  "enum",
                  QmpObject.of(members(QmpMember.required(NAME, Plain.STRING)), ENUM_VALUES),
                  "alternate",
                  QmpObject.of(members(TYPE_NAME)),
                  "object",
                  QmpObject.of(
                      members(
                          QmpMember.required(NAME, Plain.STRING),
                          TYPE_NAME,
                          QmpMember.optional("default", Plain.ANY)),
                      QmpMember.optional("tag", Plain.STRING),
                      QmpMember.optional(
                          "variants",
                          new QmpType.ListOf(
                              QmpObject.of(QmpMember.required("case", Plain.STRING), TYPE_NAME))))),
              QmpMember.required(NAME, Plain.STRING)));

  private final Map<QmpType, String> names = new LinkedHashMap<>();
  private final List<ObjectNode> types = new ArrayList<>();

  private QmpSchema() {}

  static ArrayNode of(Collection<QmpCommand> commands, Collection<QmpEvent> events) {
    QmpSchema schema = new QmpSchema();
    ArrayNode infos = JsonStream.MAPPER.createArrayNode();
    for (QmpCommand command : commands) {
      infos.add(
          info(command.name(), "command")
              .put(ARG_TYPE, schema.name(command.arguments()))
              .put("ret-type", schema.name(command.returns())));
    }
    for (QmpEvent event : events) {
      infos.add(info(event.name(), "event").put(ARG_TYPE, schema.name(event.data())));
    }
    return infos.addAll(schema.types);
  }

  private static QmpMember members(QmpMember... ofEach) {
    return QmpMember.required(MEMBERS, new QmpType.ListOf(QmpObject.of(ofEach)));
  }

  private static ObjectNode info(String name, String metaType) {
    return JsonStream.MAPPER.createObjectNode().put(NAME, name).put(META_TYPE, metaType);
  }

  /** What a type is called; describes it when it is asked for the first time. */
  private String name(QmpType type) {
    String known = names.get(type);
    if (known != null) {
      return known;
    }
    String name =
        switch (type) {
          case Plain plain -> plain.qemuName();
          case QmpType.ListOf list -> "[" + name(list.element()) + "]";
          default -> Integer.toString(names.size());
        };
    names.put(type, name);
    describe(name, type);
    return name;
  }

  private void describe(String name, QmpType type) {
    switch (type) {
      case Plain plain -> add(name, "builtin").put("json-type", plain.jsonType());
      case QmpType.ListOf list -> add(name, "array").put("element-type", name(list.element()));
      case Word word -> {
        ObjectNode info = add(name, "enum");
        ArrayNode members = info.putArray(MEMBERS);
        word.known().forEach(each -> members.addObject().put(NAME, each));
        ArrayNode values = info.putArray("values");
        word.known().forEach(values::add);
      }
      case QmpType.Either either -> {
        ArrayNode members = add(name, "alternate").putArray(MEMBERS);
        either.types().forEach(each -> members.addObject().put(TYPE, name(each)));
      }
      case QmpObject object -> describe(add(name, "object"), object);
    }
  }

  private void describe(ObjectNode info, QmpObject object) {
    ArrayNode members = info.putArray(MEMBERS);
    for (QmpMember each : object.members()) {
      ObjectNode member = members.addObject().put(NAME, each.name()).put(TYPE, name(each.type()));
      if (!each.required()) {
        // there is a default, and it is not told
        member.putNull("default");
      }
    }
    if (object.tag() != null) {
      info.put("tag", object.tag());
      ArrayNode variants = info.putArray("variants");
      object.cases().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              each ->
                  variants.addObject().put("case", each.getKey()).put(TYPE, name(each.getValue())));
    }
  }

  private ObjectNode add(String name, String metaType) {
    ObjectNode info = info(name, metaType);
    types.add(info);
    return info;
  }
}
