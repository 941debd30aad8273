// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON over a unix socket: a line for each message that comes, a request at a time. One thread. */
public final class SocketClient implements AutoCloseable {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final long LIMIT_SECONDS = 60;
  private static final long RETRY_MILLIS = 5;

  /** Stands for the end of the connection. */
  private static final JsonNode END = MAPPER.missingNode();

  private final SocketChannel channel;
  private final BlockingQueue<JsonNode> incoming = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final Map<String, JsonNode> seen = new LinkedHashMap<>();
  private long requests;

  private SocketClient(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects as soon as a process listens. The greeting is the first of {@link #next}. */
  public static SocketClient connect(Path socket, Process server) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (true) {
      try {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        SocketClient client = new SocketClient(channel);
        Thread.ofPlatform().daemon().name("client").start(client::receive);
        return client;
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline || server.waitFor(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IOException(
              socket + ": nobody listens; there: " + Files.exists(socket), notYet);
        }
      }
    }
  }

  /** Sends a text as it stands. */
  public void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next message that is no event, greeting or reply; events are kept. */
  public JsonNode next() throws InterruptedException {
    while (true) {
      JsonNode message = take();
      if (!message.has("event")) {
        return message;
      }
      keep(message);
    }
  }

  /**
   * Executes a command; answers what it returns.
   *
   * @param arguments JSON in which apostrophes stand for quotes
   */
  public JsonNode execute(String command, String arguments) throws Exception {
    long id = ++requests;
    ObjectNode request = MAPPER.createObjectNode().put("execute", command).put("id", id);
    request.set("arguments", MAPPER.readTree(arguments.replace('\'', '"')));
    send(request.toString());
    JsonNode reply = next();
    assertEquals(id, reply.path("id").asLong(-1), () -> command + " was answered " + reply);
    JsonNode value = reply.get("return");
    assertNotNull(value, () -> command + " was refused: " + reply);
    return value;
  }

  public JsonNode execute(String command) throws Exception {
    return execute(command, "{}");
  }

  /** The data of the oldest event of that name that nobody took; takes it. */
  public JsonNode event(String name) throws InterruptedException {
    while (true) {
      for (Iterator<JsonNode> each = events.iterator(); each.hasNext(); ) {
        JsonNode event = each.next();
        if (event.path("event").asString().equals(name)) {
          each.remove();
          return event.path("data");
        }
      }
      JsonNode message = take();
      assertTrue(message.has("event"), () -> "an event was awaited: " + message);
      keep(message);
    }
  }

  /** Waits for the end of the connection; events that come before are kept. */
  public void end() throws InterruptedException {
    for (JsonNode last = await(); !last.isMissingNode(); last = await()) {
      keep(last);
    }
  }

  /** The first event of each name so far, taken or not. */
  public Collection<JsonNode> seen() {
    return seen.values();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void keep(JsonNode event) {
    events.add(event);
    seen.putIfAbsent(event.path("event").asString(), event);
  }

  private JsonNode take() throws InterruptedException {
    JsonNode message = await();
    assertTrue(!message.isMissingNode(), "the connection ended");
    return message;
  }

  private JsonNode await() throws InterruptedException {
    @Nullable JsonNode message = incoming.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertNotNull(message, "nothing came for " + LIMIT_SECONDS + " s");
    return message;
  }

  private void receive() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        incoming.add(MAPPER.readTree(line));
      }
    } catch (IOException _) {
      // a connection that is reset has ended too
    } finally {
      incoming.add(END);
    }
  }
}
