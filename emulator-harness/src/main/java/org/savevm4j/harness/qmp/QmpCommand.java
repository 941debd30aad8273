// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One command of the table.
 *
 * @param name what {@code execute} says
 * @param parameters what it takes; its action is given arguments that have been checked
 */
record QmpCommand(String name, List<QmpParameter> parameters, Action action) {

  /** What a command does, on the thread of the session that asked. */
  @FunctionalInterface
  interface Action {

    /**
     * The value of {@code return}; an empty object when there is nothing to tell.
     *
     * @throws QmpException when it cannot be done
     */
    JsonNode execute(ObjectNode arguments) throws QmpException;
  }

  /** An action with nothing to tell. */
  @FunctionalInterface
  interface Order {
    void execute(ObjectNode arguments) throws QmpException;
  }

  static QmpCommand query(String name, Action action, QmpParameter... parameters) {
    return new QmpCommand(name, List.of(parameters), action);
  }

  static QmpCommand order(String name, Order order, QmpParameter... parameters) {
    return query(
        name,
        arguments -> {
          order.execute(arguments);
          return JsonStream.MAPPER.createObjectNode();
        },
        parameters);
  }

  JsonNode execute(ObjectNode arguments) throws QmpException {
    QmpParameter.check(parameters, arguments);
    return action.execute(arguments);
  }
}
