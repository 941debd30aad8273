// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("alone")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StallGuardTest {

  private static final String REASON = ", the x-stall-timeout; the link was given up";

  @TempDir private Path folder;

  @Test
  void readThatWaitsTooLongEndsAndClosesTheLink() throws Exception {
    MigrationUri uri = MigrationUri.parse("tcp:127.0.0.1:0");
    try (Listener listener = uri.listen();
        Link peer = listener.uri().connect();
        Link guarded = StallGuard.around(listener.uri(), listener.accept(), () -> 100)) {
      TransportException stalled =
          assertThrows(TransportException.class, () -> guarded.read(ByteBuffer.allocate(1)));
      assertEquals(listener.uri() + ": no byte came for 100 ms" + REASON, stalled.getMessage());
      assertFalse(guarded.isOpen());
      assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void writeThatWaitsTooLongEndsAlsoOnANamedPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    MigrationUri uri = MigrationUri.parse("file:" + pipe);
    CompletableFuture<Link> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return uri.listen().accept();
              } catch (TransportException e) {
                throw new AssertionError(e);
              }
            });
    try (Link guarded = StallGuard.around(uri, uri.connect(), () -> 100);
        Link _ = reader.get()) {
      ByteBuffer more = ByteBuffer.allocate(4 << 20);
      TransportException stalled =
          assertThrows(
              TransportException.class,
              () -> {
                while (more.hasRemaining()) {
                  guarded.write(more);
                }
              });
      assertEquals(uri + ": no byte was taken for 100 ms" + REASON, stalled.getMessage());
    }
  }

  @Test
  void writeToACommandThatReadsNothingEndsWithTheCommand() throws Exception {
    Path pid = folder.resolve("pid");
    MigrationUri uri = MigrationUri.parse("exec:echo $$ > '" + pid + "'; exec sleep 300");
    try (Link guarded = StallGuard.around(uri, uri.connect(), () -> 500)) {
      ByteBuffer more = ByteBuffer.allocate(4 << 20);
      TransportException stalled =
          assertThrows(
              TransportException.class,
              () -> {
                while (more.hasRemaining()) {
                  guarded.write(more);
                }
              });
      assertEquals(uri + ": no byte was taken for 500 ms" + REASON, stalled.getMessage());
    }
    long command = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(command).ifPresent(handle -> handle.onExit().join());
  }

  @Test
  void limitCanBeSetWhileTheWaitIsUnderWay() throws Exception {
    MigrationUri uri = MigrationUri.parse("unix:" + folder.resolve("socket"));
    AtomicLong limit = new AtomicLong();
    try (Listener listener = uri.listen();
        Link _ = uri.connect();
        Link guarded = StallGuard.around(uri, listener.accept(), limit::get)) {
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(TransportException.class, () -> guarded.read(ByteBuffer.allocate(1)))
                      .getMessage());
      limit.set(50);
      assertEquals(uri + ": no byte came for 50 ms" + REASON, said.get());
    }
  }

  @Test
  void linkThatIsAtWorkOrAtRestIsLeftAlone() throws Exception {
    MigrationUri uri = MigrationUri.parse("unix:" + folder.resolve("socket"));
    try (Listener listener = uri.listen();
        Link peer = uri.connect();
        Link guarded = StallGuard.around(uri, listener.accept(), () -> 250)) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(800);
      while (System.nanoTime() < end) {
        peer.write(ByteBuffer.allocate(1));
        assertEquals(1, guarded.read(ByteBuffer.allocate(1)));
      }
      // nobody reads or writes: there is nothing that could stall
      CompletableFuture<Void> rest =
          new CompletableFuture<Void>().completeOnTimeout(null, 800, TimeUnit.MILLISECONDS);
      rest.join();
      assertTrue(guarded.isOpen());
    }
  }
}
