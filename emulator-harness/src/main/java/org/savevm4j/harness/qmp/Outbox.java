// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.savevm4j.harness.transport.Link;
import tools.jackson.databind.node.ObjectNode;

/** Sends one client's replies and events in order, from a thread of its own. */
final class Outbox {

  /** Messages that wait for a client at most, before it is taken for dead. */
  private static final int LIMIT = 4096;

  /** Bytes behind which no message is queued any more; one message alone may be larger. */
  private static final long LIMIT_BYTES = 4 << 20;

  private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = {};

  private final Link link;
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(LIMIT);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Thread thread;

  Outbox(Link link, String name) {
    this.link = link;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Queues a message; closes the connection instead when too many wait. Any thread, at once. */
  void send(ObjectNode message) {
    enqueue(JsonStream.MAPPER.writeValueAsBytes(message));
  }

  /** Sends what is queued, for {@code millis} at most, and closes the connection. */
  void finish(long millis) throws InterruptedException {
    if (!queue.offer(END)) {
      closeLink();
    }
    thread.join(millis);
    closeLink();
  }

  private void enqueue(byte[] message) {
    if (waitingBytes.getAndAdd(message.length) > LIMIT_BYTES || !queue.offer(message)) {
      closeLink();
    }
  }

  private void run() {
    try {
      for (byte[] message = queue.take(); message.length > 0; message = queue.take()) {
        ByteBuffer buffer = ByteBuffer.allocate(message.length + LINE_END.length);
        buffer.put(message).put(LINE_END).flip();
        while (buffer.hasRemaining()) {
          link.write(buffer);
        }
        waitingBytes.addAndGet(-message.length);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // The client is gone. The session's thread sees that too, and lets go.
    } finally {
      closeLink();
    }
  }

  private void closeLink() {
    try {
      link.close();
    } catch (IOException _) {
      // Nothing is lost: no more can be sent either way.
    }
  }
}
