// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection to a monitor, negotiated and ready. Any thread may execute and wait; commands of
 * several threads wait for one another.
 */
public final class QmpClient implements AutoCloseable {

  /** How long a reply may take: a check of a large guest is the longest there is. */
  private static final Duration REPLY_LIMIT = Duration.ofMinutes(2);

  private static final long RETRY_MILLIS = 5;

  private final MigrationUri uri;
  private final Link link;
  private final Inbox inbox = new Inbox();
  private final ReentrantLock sending = new ReentrantLock();
  private final AtomicLong ids = new AtomicLong();

  private QmpClient(MigrationUri uri, Link link) {
    this.uri = uri;
    this.link = link;
  }

  /**
   * Connects to a monitor that listens already.
   *
   * @throws IOException when it does not, or speaks no QMP
   * @throws QmpException when it refuses the negotiation
   */
  public static QmpClient connect(MigrationUri uri)
      throws IOException, QmpException, InterruptedException {
    QmpClient client = new QmpClient(uri, uri.connect());
    boolean ready = false;
    try {
      Thread.ofVirtual().name("qmp-client").start(client::receive);
      if (client.inbox.await(message -> message.has("QMP"), REPLY_LIMIT) == null) {
        throw new IOException(uri + ": no greeting of QMP came");
      }
      client.execute("qmp_capabilities");
      ready = true;
      return client;
    } finally {
      if (!ready) {
        client.close();
      }
    }
  }

  /**
   * Connects to the monitor of a process that was just started, as soon as it listens.
   *
   * @throws IOException when the process ends before that, or {@code limit} is over
   */
  public static QmpClient connect(MigrationUri uri, ProcessHandle server, Duration limit)
      throws IOException, QmpException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        return connect(uri);
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        if (endsWithin(server, RETRY_MILLIS)) {
          throw new IOException(uri + ": process " + server.pid() + " ended before it listened", e);
        }
      }
    }
  }

  private static boolean endsWithin(ProcessHandle process, long millis)
      throws InterruptedException {
    try {
      process.onExit().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }

  /** Executes a command without arguments. */
  public JsonNode execute(String command) throws IOException, QmpException, InterruptedException {
    return execute(command, JsonStream.MAPPER.createObjectNode());
  }

  /**
   * Executes a command and waits for its reply, the value of {@code return}.
   *
   * @throws QmpException when the command is refused
   * @throws IOException when the connection ends, or no reply comes within 120 s
   */
  public JsonNode execute(String command, ObjectNode arguments)
      throws IOException, QmpException, InterruptedException {
    long id = ids.incrementAndGet();
    ObjectNode request = JsonStream.MAPPER.createObjectNode().put("execute", command);
    request.set("arguments", arguments);
    send(request.put("id", id));
    JsonNode reply = inbox.await(message -> message.path("id").asLong(0) == id, REPLY_LIMIT);
    if (reply == null) {
      throw new IOException(uri + ": no reply to '" + command + "' came");
    }
    JsonNode error = reply.get("error");
    if (error != null) {
      throw new QmpException(
          error.path("class").asString(""), error.path("desc").asString("no reason was given"));
    }
    return reply.path("return");
  }

  /**
   * Takes the oldest event of that name which nobody took yet; null when none comes in time.
   *
   * @throws IOException when the connection has ended and there is none
   */
  public @Nullable JsonNode awaitEvent(String name, Duration limit)
      throws IOException, InterruptedException {
    return inbox.await(message -> message.path("event").asString("").equals(name), limit);
  }

  /** Ends the connection; the emulator stays. Whoever waits gets an {@link IOException}. */
  @Override
  public void close() throws IOException {
    inbox.end(uri + ": the connection was closed");
    link.close();
  }

  private void send(ObjectNode request) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(JsonStream.MAPPER.writeValueAsBytes(request));
    sending.lock();
    try {
      while (bytes.hasRemaining()) {
        link.write(bytes);
      }
    } finally {
      sending.unlock();
    }
  }

  private void receive() {
    JsonStream messages = new JsonStream(link);
    try {
      for (JsonNode message = messages.read(); message != null; message = messages.read()) {
        inbox.deliver(message);
      }
      inbox.end(uri + ": the connection ended");
    } catch (IOException e) {
      inbox.end(String.valueOf(e.getMessage()));
    } catch (QmpException e) {
      inbox.end(uri + ": " + e.desc());
    }
  }
}
