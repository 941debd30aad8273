// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One member of an object: an argument that a command takes, or a part of what is answered or told.
 *
 * @param name in kebab-case
 * @param type what its value must be
 * @param required whether it is always there
 */
record QmpMember(String name, QmpType type, boolean required) {

  static QmpMember required(String name, QmpType type) {
    return new QmpMember(name, type, true);
  }

  static QmpMember optional(String name, QmpType type) {
    return new QmpMember(name, type, false);
  }

  /**
   * Checks that it is there if it must be, and right in its value.
   *
   * @throws QmpException naming what is wrong
   */
  void check(ObjectNode object) throws QmpException {
    JsonNode value = object.get(name);
    if (value != null) {
      type.check(name, value);
    } else if (required) {
      throw new QmpException("Parameter '" + name + "' is missing");
    }
  }
}
