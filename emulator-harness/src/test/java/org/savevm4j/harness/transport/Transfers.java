// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Moves bytes over links in tests. */
final class Transfers {

  /** More than the buffers of a socket or a pipe hold, so that reading must go on while writing. */
  static final int BYTES = 3 << 20;

  private Transfers() {}

  static MigrationUri uri(String text) {
    try {
      return MigrationUri.parse(text);
    } catch (MigrationUriException e) {
      throw new AssertionError(e);
    }
  }

  static void write(Link link, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
    while (buffer.hasRemaining()) {
      buffer.put((byte) (buffer.position() * 31 + (buffer.position() >> 12)));
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      link.write(buffer);
    }
  }

  static void readAndCheck(Link link, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
    while (buffer.hasRemaining() && link.read(buffer) >= 0) {
      // Goes on until all is there.
    }
    assertEquals(bytes, buffer.position());
    for (int i = 0; i < bytes; i++) {
      if (buffer.get(i) != (byte) (i * 31 + (i >> 12))) {
        throw new AssertionError("byte " + i + " differs");
      }
    }
    assertEquals(-1, link.read(ByteBuffer.allocate(1)), "bytes after the end");
  }

  /** Does it in another thread; {@link #join} tells what became of it. */
  static CompletableFuture<Void> async(Step steps) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            steps.run();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        step -> Thread.ofPlatform().daemon().start(step));
  }

  static void join(CompletableFuture<Void> future) throws Exception {
    future.get(20, TimeUnit.SECONDS);
  }

  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }
}
