// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves a table of commands to any number of clients. Any thread may send events and close. */
public final class QmpServer implements AutoCloseable {

  /** How long a client that does not read may hold up the end of its connection. */
  static final long PATIENCE_MILLIS = 1000;

  /** How long nobody is accepted after an accept that failed. */
  private static final long RETRY_MILLIS = 100;

  private static final QmpType NAMES =
      new QmpType.ListOf(QmpObject.of(QmpMember.required("name", QmpType.Plain.STRING)));

  private final Listener listener;
  private final Map<String, QmpCommand> commands = new LinkedHashMap<>();
  private final Set<QmpSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  /** Lets one command run at a time, as the commands' authors expect. */
  private final ReentrantLock executing = new ReentrantLock();

  private final CountDownLatch closed = new CountDownLatch(1);

  private QmpServer(Listener listener, List<QmpCommand> commands) {
    this.listener = listener;
    commands.forEach(command -> this.commands.put(command.name(), command));
    for (QmpCommand own :
        List.of(
            QmpCommand.query("query-commands", NAMES, _ -> names()),
            QmpCommand.query("query-qmp-schema", QmpSchema.ANSWER, _ -> schema()))) {
      this.commands.put(own.name(), own);
    }
  }

  /**
   * Serves on {@code listener}, which the server closes when it closes. {@code commands} need not
   * list {@code query-commands}, {@code query-qmp-schema} nor {@code qmp_capabilities}.
   */
  static QmpServer start(Listener listener, List<QmpCommand> commands) {
    QmpServer server = new QmpServer(listener, commands);
    Thread.ofPlatform().daemon().name("qmp").start(server::accept);
    return server;
  }

  /** Where clients connect to. */
  public MigrationUri uri() {
    return listener.uri();
  }

  /** Sends an event, stamped with the time of now, to all clients past their negotiation. */
  void event(QmpEvent name, @Nullable ObjectNode data) {
    ObjectNode event = JsonStream.MAPPER.createObjectNode().put("event", name.name());
    if (data != null) {
      event.set("data", data);
    }
    Instant now = Instant.now();
    event
        .putObject("timestamp")
        .put("seconds", now.getEpochSecond())
        .put("microseconds", now.getNano() / 1000);
    sessions.forEach(session -> session.event(event));
  }

  /** Sends an event behind the reply to the command that runs; waits for that. */
  void eventAfterReply(QmpEvent name, ObjectNode data) {
    executing.lock();
    try {
      event(name, data);
    } finally {
      executing.unlock();
    }
  }

  /**
   * Waits for the command that runs, sends what is queued, and ends all connections. A client that
   * does not read holds this up for 1 s at most.
   */
  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    executing.lock();
    try {
      for (QmpSession session : sessions) {
        session.finish();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      executing.unlock();
    }
  }

  private void accept() {
    try {
      boolean ended = false;
      while (!ended) {
        try {
          serve(listener.accept());
        } catch (IOException _) {
          // Closed, which ends this; or short of file descriptors, of which some come back.
          ended = closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Link link) {
    String name = "qmp-" + accepted.incrementAndGet();
    QmpSession session = new QmpSession(link, name, commands, executing);
    sessions.add(session);
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                session.run(greeting());
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } finally {
                sessions.remove(session);
              }
            });
  }

  private ArrayNode names() {
    ArrayNode names = JsonStream.MAPPER.createArrayNode();
    all().forEach(command -> names.addObject().put("name", command.name()));
    return names;
  }

  private ArrayNode schema() {
    return QmpSchema.of(all(), List.of(QmpEvent.values()));
  }

  private List<QmpCommand> all() {
    return Stream.concat(Stream.of(QmpSession.NEGOTIATION), commands.values().stream()).toList();
  }

  private static ObjectNode greeting() {
    ObjectNode greeting = JsonStream.MAPPER.createObjectNode();
    ObjectNode body = greeting.putObject("QMP");
    body.set("version", QmpVersion.toJson());
    body.putArray("capabilities");
    return greeting;
  }
}
