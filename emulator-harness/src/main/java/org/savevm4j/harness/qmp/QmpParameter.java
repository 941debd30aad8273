// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One argument that a command takes.
 *
 * @param name in kebab-case
 * @param kind what its value must be
 * @param required whether the command cannot do without
 */
record QmpParameter(String name, Kind kind, boolean required) {

  /** Kinds of values. */
  enum Kind {
    STRING("a string"),
    STRING_OR_NULL("a string or null"),
    BOOLEAN("a boolean"),
    INTEGER("an integer of 64 bits"),
    ARRAY("an array"),
    OBJECT("an object");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    private boolean fits(JsonNode value) {
      return switch (this) {
        case STRING -> value.isString();
        case STRING_OR_NULL -> value.isString() || value.isNull();
        case BOOLEAN -> value.isBoolean();
        case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
        case ARRAY -> value.isArray();
        case OBJECT -> value.isObject();
      };
    }
  }

  static QmpParameter required(String name, Kind kind) {
    return new QmpParameter(name, kind, true);
  }

  static QmpParameter optional(String name, Kind kind) {
    return new QmpParameter(name, kind, false);
  }

  /**
   * Checks that all that is needed is there, in its kind, and nothing else.
   *
   * @throws QmpException naming the first that is wrong
   */
  static void check(List<QmpParameter> parameters, ObjectNode arguments) throws QmpException {
    for (QmpParameter parameter : parameters) {
      JsonNode value = arguments.get(parameter.name);
      if (value == null) {
        if (parameter.required) {
          throw new QmpException("Parameter '" + parameter.name + "' is missing");
        }
      } else if (!parameter.kind.fits(value)) {
        throw new QmpException(
            "Parameter '" + parameter.name + "' must be " + parameter.kind.words);
      }
    }
    for (String name : arguments.propertyNames()) {
      if (parameters.stream().noneMatch(parameter -> parameter.name.equals(name))) {
        throw new QmpException("Parameter '" + name + "' is unknown; " + choice(parameters));
      }
    }
  }

  private static String choice(List<QmpParameter> parameters) {
    return parameters.isEmpty()
        ? "there are none here"
        : parameters.stream().map(QmpParameter::name).collect(Collectors.joining(", "))
            + " are known";
  }
}
