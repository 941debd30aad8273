// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.savevm4j.harness.transport.Link;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One client: greets, negotiates, then executes what it asks for. */
final class QmpSession {

  private static final System.Logger LOG = System.getLogger(QmpSession.class.getName());

  /** The first that a client executes, and once; no capability is offered. */
  static final QmpCommand NEGOTIATION =
      QmpCommand.order(
          "qmp_capabilities",
          _ -> {
            // the session remembers that it was executed
          },
          QmpMember.optional("enable", new QmpType.ListOf(QmpType.Word.of())));

  private static final Set<String> MEMBERS = Set.of("execute", "arguments", "id");

  private final Map<String, QmpCommand> commands;
  private final ReentrantLock executing;
  private final JsonStream requests;
  private final Outbox outbox;
  private volatile boolean negotiated;

  /** {@code executing} is held while a command runs and until its reply is queued. */
  QmpSession(Link link, String name, Map<String, QmpCommand> commands, ReentrantLock executing) {
    this.commands = commands;
    this.executing = executing;
    this.requests = new JsonStream(link);
    this.outbox = new Outbox(link, name + "-out");
  }

  /** Serves the client until its connection ends. */
  void run(ObjectNode greeting) throws InterruptedException {
    outbox.start();
    outbox.send(greeting);
    try {
      while (serveNext()) {
        // One request after the other.
      }
    } catch (IOException _) {
      // The client is gone without a word, which it may.
    } finally {
      outbox.finish(QmpServer.PATIENCE_MILLIS);
    }
  }

  /** Queues an event, if the client is past its negotiation. */
  void event(ObjectNode event) {
    if (negotiated) {
      outbox.send(event);
    }
  }

  void finish() throws InterruptedException {
    outbox.finish(QmpServer.PATIENCE_MILLIS);
  }

  private boolean serveNext() throws IOException {
    JsonNode request;
    try {
      request = requests.read();
    } catch (QmpException e) {
      outbox.send(error(e));
      return true;
    }
    if (request == null) {
      return false;
    }
    executing.lock();
    try {
      outbox.send(reply(request));
    } finally {
      executing.unlock();
    }
    return true;
  }

  private ObjectNode reply(JsonNode request) {
    ObjectNode reply;
    try {
      reply = JsonStream.MAPPER.createObjectNode();
      reply.set("return", execute(request));
    } catch (QmpException e) {
      reply = error(e);
    } catch (RuntimeException e) {
      // A fault of a command is no fault of the connection: the client can ask for other things.
      LOG.log(System.Logger.Level.ERROR, "a command of the monitor failed", e);
      reply = error(new QmpException("a fault of this program: " + e));
    }
    JsonNode id = request.get("id");
    if (id != null) {
      reply.set("id", id);
    }
    return reply;
  }

  private JsonNode execute(JsonNode request) throws QmpException {
    if (!request.isObject()) {
      throw new QmpException("a request must be a JSON object");
    }
    for (String member : request.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        throw new QmpException("a request has no member '" + member + "'");
      }
    }
    JsonNode name = request.get("execute");
    if (name == null || !name.isString()) {
      throw new QmpException("a request needs the member 'execute', a string");
    }
    JsonNode arguments = request.get("arguments");
    if (arguments == null) {
      arguments = JsonStream.MAPPER.createObjectNode();
    }
    if (!(arguments instanceof ObjectNode given)) {
      throw new QmpException("the member 'arguments' must be an object");
    }
    QmpCommand command = lookUp(name.stringValue());
    JsonNode answer = command.execute(given);
    // before the negotiation nothing else comes this far
    negotiated = true;
    return answer;
  }

  private QmpCommand lookUp(String name) throws QmpException {
    if (name.equals(NEGOTIATION.name())) {
      if (negotiated) {
        throw notFound("capabilities have been negotiated already");
      }
      return NEGOTIATION;
    }
    if (!negotiated) {
      throw notFound(
          "capabilities come first: execute '%s' before '%s'".formatted(NEGOTIATION.name(), name));
    }
    QmpCommand command = commands.get(name);
    if (command == null) {
      throw notFound("there is no command '" + name + "'; query-commands lists those there are");
    }
    return command;
  }

  private static QmpException notFound(String desc) {
    return new QmpException(QmpException.COMMAND_NOT_FOUND, desc);
  }

  private static ObjectNode error(QmpException fault) {
    ObjectNode message = JsonStream.MAPPER.createObjectNode();
    message.putObject("error").put("class", fault.errorClass()).put("desc", fault.desc());
    return message;
  }
}
