// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a value may be, as commands and events declare it once: arguments are checked against it,
 * and {@link QmpSchema} tells clients of it. Two types that say the same are equal.
 */
sealed interface QmpType
    permits QmpType.Plain, QmpType.ListOf, QmpType.Word, QmpType.Either, QmpObject {

  /** Checks the value of the argument {@code name}, to its depth. */
  void check(String name, JsonNode value) throws QmpException;

  /** Whether a value is of the JSON type, whatever is in it. */
  boolean fits(JsonNode value);

  /** As refusals tell it: "a string". */
  String words();

  /** Refuses a value of another JSON type. */
  default void checkFits(String name, JsonNode value) throws QmpException {
    if (!fits(value)) {
      throw new QmpException("Parameter '" + name + "' must be " + words());
    }
  }

  /** Types without parts, under QEMU's names. */
  enum Plain implements QmpType {
    STRING("str", "string", "a string"),
    BOOLEAN("bool", "boolean", "a boolean"),
    INTEGER("int", "int", "an integer of 64 bits"),
    NUMBER("number", "number", "a number"),
    NULL("null", "null", "null"),
    ANY("any", "value", "a value");

    private final String qemuName;
    private final String jsonType;
    private final String words;

    Plain(String qemuName, String jsonType, String words) {
      this.qemuName = qemuName;
      this.jsonType = jsonType;
      this.words = words;
    }

    String qemuName() {
      return qemuName;
    }

    /** As QEMU's schema calls what stands in the JSON. */
    String jsonType() {
      return jsonType;
    }

    @Override
    public void check(String name, JsonNode value) throws QmpException {
      checkFits(name, value);
    }

    @Override
    public boolean fits(JsonNode value) {
      return switch (this) {
        case STRING -> value.isString();
        case BOOLEAN -> value.isBoolean();
        case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
        case NUMBER -> value.isNumber();
        case NULL -> value.isNull();
        case ANY -> true;
      };
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** An array of values of one type. */
  record ListOf(QmpType element) implements QmpType {

    @Override
    public void check(String name, JsonNode value) throws QmpException {
      checkFits(name, value);
      for (int i = 0; i < value.size(); i++) {
        element.check(name + "[" + i + "]", value.get(i));
      }
    }

    @Override
    public boolean fits(JsonNode value) {
      return value.isArray();
    }

    @Override
    public String words() {
      return "an array";
    }
  }

  /** A string that is one of some words. */
  record Word(List<String> known) implements QmpType {

    static Word of(String... known) {
      return new Word(List.of(known));
    }

    @Override
    public void check(String name, JsonNode value) throws QmpException {
      checkFits(name, value);
      if (!known.contains(value.stringValue())) {
        throw new QmpException(
            "Parameter '%s' takes %s here, not '%s'"
                .formatted(name, choice(), value.stringValue()));
      }
    }

    @Override
    public boolean fits(JsonNode value) {
      return value.isString();
    }

    @Override
    public String words() {
      return "a string";
    }

    private String choice() {
      return switch (known.size()) {
        case 0 -> "nothing";
        case 1 -> known.getFirst();
        default ->
            String.join(", ", known.subList(0, known.size() - 1)) + " and " + known.getLast();
      };
    }
  }

  /** A value of one of some types, which differ in JSON. */
  record Either(List<QmpType> types) implements QmpType {

    @Override
    public void check(String name, JsonNode value) throws QmpException {
      checkFits(name, value);
      for (QmpType type : types) {
        if (type.fits(value)) {
          type.check(name, value);
        }
      }
    }

    @Override
    public boolean fits(JsonNode value) {
      return types.stream().anyMatch(type -> type.fits(value));
    }

    @Override
    public String words() {
      return types.stream().map(QmpType::words).collect(Collectors.joining(" or "));
    }
  }
}
