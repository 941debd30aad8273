// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.List;
import org.savevm4j.harness.board.EmulatorException;
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
     * @throws QmpException when its arguments are wrong
     * @throws EmulatorException when it cannot be done now
     */
    JsonNode execute(ObjectNode arguments) throws QmpException, EmulatorException;
  }

  /** An action with nothing to tell. */
  @FunctionalInterface
  interface Order {
    void execute(ObjectNode arguments) throws QmpException, EmulatorException;
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

  /** Checks the arguments and does it; what the emulator refuses is refused in its words. */
  JsonNode execute(ObjectNode arguments) throws QmpException {
    QmpParameter.check(parameters, arguments);
    try {
      return action.execute(arguments);
    } catch (EmulatorException refused) {
      QmpException refusal = new QmpException(String.valueOf(refused.getMessage()));
      refusal.initCause(refused);
      throw refusal;
    }
  }
}
