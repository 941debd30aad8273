// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import org.savevm4j.harness.board.EmulatorException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One command of the table.
 *
 * @param name what {@code execute} says
 * @param arguments what it takes; its action is given such as have been checked
 * @param returns what it answers
 */
record QmpCommand(String name, QmpObject arguments, QmpType returns, Action action) {

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

  static QmpCommand query(String name, QmpType returns, Action action, QmpMember... arguments) {
    return new QmpCommand(name, QmpObject.of(arguments), returns, action);
  }

  static QmpCommand order(String name, Order order, QmpMember... arguments) {
    return order(name, order, QmpObject.of(arguments));
  }

  static QmpCommand order(String name, Order order, QmpObject arguments) {
    return new QmpCommand(
        name,
        arguments,
        QmpObject.EMPTY,
        given -> {
          order.execute(given);
          return JsonStream.MAPPER.createObjectNode();
        });
  }

  /** Checks the arguments and does it; what the emulator refuses is refused in its words. */
  JsonNode execute(ObjectNode given) throws QmpException {
    arguments.check(given);
    try {
      return action.execute(given);
    } catch (EmulatorException refused) {
      QmpException refusal = new QmpException(String.valueOf(refused.getMessage()));
      refusal.initCause(refused);
      throw refusal;
    }
  }
}
