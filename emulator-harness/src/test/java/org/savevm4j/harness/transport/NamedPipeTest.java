// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.harness.transport.Transfers.uri;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Named pipes: opening one waits for the other side. */
@Timeout(30)
class NamedPipeTest {

  @TempDir private Path folder;
  private Path pipe;

  @BeforeEach
  void makePipe() throws Exception {
    pipe = folder.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, mkfifo.exitValue());
  }

  @Test
  void closingDoesNotWaitForTheWriterAndEndsTheAcceptThatDoes() throws Exception {
    Listener listener = uri("file:" + pipe).listen();
    AtomicReference<String> fault = new AtomicReference<>("none");
    Thread accepting =
        Thread.ofPlatform()
            .daemon()
            .start(
                () ->
                    fault.set(
                        assertThrows(TransportException.class, listener::accept).getMessage()));
    awaitOpening(accepting);

    CompletableFuture<Void> closing = Transfers.async(listener::close);
    Transfers.join(closing);
    assertTrue(accepting.join(Duration.ofSeconds(10)), "the accept goes on waiting");
    assertEquals("file:" + pipe + ": closed while in use", fault.get());
    assertThrows(TransportException.class, listener::accept);
  }

  @Test
  void writerThatComesLaterIsAccepted() throws Exception {
    Listener listener = uri("file:" + pipe).listen();
    CompletableFuture<Void> writing =
        Transfers.async(
            () -> {
              try (Link link = uri("file:" + pipe).connect()) {
                Transfers.write(link, Transfers.BYTES);
                link.sync();
              }
            });
    try (Link link = listener.accept()) {
      listener.close();
      Transfers.readAndCheck(link, Transfers.BYTES);
    }
    Transfers.join(writing);
  }

  @Test
  void pipeIsNotTakenForASocketThatNobodyListensOn() {
    String uri = "unix:" + pipe;
    String message = assertThrows(TransportException.class, () -> uri(uri).listen()).getMessage();
    assertEquals(uri + ": a file that is no socket is there; choose another path", message);
    assertTrue(Files.exists(pipe));
  }

  private static void awaitOpening(Thread thread) {
    while (java.util.Arrays.stream(thread.getStackTrace())
        .noneMatch(frame -> frame.getMethodName().equals("open0"))) {
      assertTrue(thread.getState() != Thread.State.TERMINATED, "nothing waits");
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
