// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.harness.transport.Transfers.async;
import static org.savevm4j.harness.transport.Transfers.join;
import static org.savevm4j.harness.transport.Transfers.uri;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RoundTripTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tcp:127.0.0.1:0", "tcp:localhost:0", "unix:"})
  void socketsCarryTheBytesAndTheAnswer(String text) throws Exception {
    MigrationUri asked = uri(text.equals("unix:") ? "unix:" + folder.resolve("s") : text);
    try (Listener listener = asked.listen()) {
      CompletableFuture<Void> source =
          async(
              () -> {
                try (Link link = listener.uri().connect()) {
                  assertTrue(link.twoWay());
                  Transfers.write(link, Transfers.BYTES);
                  link.sync();
                  assertEquals(1, link.read(ByteBuffer.allocate(1)));
                }
              });
      try (Link link = listener.accept()) {
        ByteBuffer received = ByteBuffer.allocate(Transfers.BYTES);
        while (received.hasRemaining() && link.read(received) >= 0) {
          // Goes on until all is there.
        }
        assertEquals(0, received.remaining());
        link.write(ByteBuffer.allocate(1));
      }
      join(source);
    }
  }

  @Test
  void portZeroBecomesThePortThatListens() throws Exception {
    try (Listener listener = uri("tcp:127.0.0.1:0").listen()) {
      assertTrue(listener.uri().toString().matches("tcp:127\\.0\\.0\\.1:[1-9][0-9]*"));
    }
  }

  @Test
  void newFileIsForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("new");
    try (Link link = uri("file:" + file).connect()) {
      Transfers.write(link, 1);
      link.sync();
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void fileReplacesWhatWasThere() throws Exception {
    Path file = folder.resolve("a b");
    Files.write(file, new byte[2 * Transfers.BYTES]);
    MigrationUri uri = uri("file:" + file);
    try (Link link = uri.connect()) {
      assertFalse(link.twoWay());
      Transfers.write(link, Transfers.BYTES);
      link.sync();
    }
    try (Listener listener = uri.listen();
        Link link = listener.accept()) {
      Transfers.readAndCheck(link, Transfers.BYTES);
    }
  }

  @Test
  void commandsWriteAndReadWithAllThatTheShellCan() throws Exception {
    Path file = folder.resolve("a b");
    try (Link link = uri("exec:gzip -1 | cat > '" + file + "'").connect()) {
      Transfers.write(link, Transfers.BYTES);
      link.sync();
    }
    try (Listener listener = uri("exec:gzip -dc < '" + file + "'").listen();
        Link link = listener.accept()) {
      Transfers.readAndCheck(link, Transfers.BYTES);
    }
  }

  @Test
  void commandThatWritesMoreThanIsReadIsNoFault() throws Exception {
    try (Listener listener = uri("exec:cat /dev/zero").listen();
        Link link = listener.accept()) {
      assertTrue(link.read(ByteBuffer.allocate(1)) > 0);
    }
  }

  /** Whoever looks all the time sees the file with no other rights. */
  @Test
  void socketFileIsForItsOwnerOnlyFromItsFirstMoment() throws Exception {
    Path file = folder.resolve("s");
    File seenFile = file.toFile();
    AtomicBoolean ended = new AtomicBoolean();
    AtomicLong seen = new AtomicLong();
    CompletableFuture<Set<String>> looks =
        CompletableFuture.supplyAsync(
            () -> {
              Set<String> rights = new TreeSet<>();
              while (!ended.get()) {
                try {
                  // asking for a file that is not there costs an exception
                  if (seenFile.exists()) {
                    rights.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                    seen.incrementAndGet();
                  }
                } catch (IOException _) {
                  // it has just gone
                }
              }
              return rights;
            },
            look -> Thread.ofPlatform().daemon().start(look));
    MigrationUri uri = uri("unix:" + file);
    for (int i = 0; i < 500 || seen.get() < 100; i++) {
      uri.listen().close();
    }
    ended.set(true);
    assertEquals(Set.of("rw-------"), looks.get());
  }

  @Test
  void socketFileIsForItsOwnerOnlyAndGoesWithItsListener() throws Exception {
    Path file = folder.resolve("s");
    try (Listener listener = uri("unix:" + file).listen()) {
      assertEquals("unix:" + file, listener.uri().toString());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      try (var files = Files.list(folder)) {
        assertEquals(1, files.count(), "the folder it was bound in is left");
      }
    }
    assertFalse(Files.exists(file));
  }
}
