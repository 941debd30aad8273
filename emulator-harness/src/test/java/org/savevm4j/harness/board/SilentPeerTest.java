// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.ThrottleParameters;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;

/** Peers that are there and do nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SilentPeerTest {

  @TempDir private Path folder;

  @Test
  void whoConnectsAndSendsNothingIsShownTheDoorAndTheSourceBehindHimGetsIn() throws Exception {
    MigrationUri uri = MigrationUri.parse("unix:" + folder.resolve("in"));
    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"));
        Emulator source = Emulator.open(StubOptions.booting())) {
      destination.parameters(patient(200));
      CompletableFuture<String> warning = warningOf(destination);
      destination.migrateIncoming(uri.toString());
      try (Link silent = uri.connect()) {
        MigrationWait arrived = MigrationWait.on(destination);
        source.start();
        source.migrate(uri.toString());
        assertEquals("completed", arrived.await());
        assertEquals(
            uri
                + ": no byte came for 200 ms, the x-stall-timeout; the link was given up;"
                + " the next who connects may bring the guest",
            warning.get(20, TimeUnit.SECONDS));
        assertEquals(-1, silent.read(ByteBuffer.allocate(1)));
      }
    }
  }

  @Test
  void whoSendsTheBeginningOfAStreamAndNoMoreEndsTheMigrationInTime() throws Exception {
    MigrationUri uri = MigrationUri.parse("unix:" + folder.resolve("in"));
    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"))) {
      destination.parameters(patient(200));
      MigrationWait failed = MigrationWait.on(destination);
      destination.migrateIncoming(uri.toString());
      try (Link slow = uri.connect()) {
        slow.write(ByteBuffer.wrap(new byte[] {'Q', 'E', 'V', 'M'}));
        assertEquals("failed", failed.await());
      }
      String error = String.valueOf(destination.queryMigrate().errorDesc());
      assertEquals(
          "while loading at offset 4: "
              + uri
              + ": no byte came for 200 ms, the x-stall-timeout; the link was given up",
          error);
      assertEquals(RunStatus.INMIGRATE, destination.status());
    }
  }

  @Test
  void whoListensAndNeverAcceptsIsGivenUpInTime() throws Exception {
    String uri = "unix:" + folder.resolve("full");
    try (FullBacklog _ = new FullBacklog(folder.resolve("full"));
        Emulator source = Emulator.open(StubOptions.booting())) {
      source.parameters(patient(200));
      source.start();
      MigrationWait failed = MigrationWait.on(source);
      source.migrate(uri);
      assertEquals("failed", failed.await());
      assertEquals(
          uri + ": nobody answered for 200 ms, the x-stall-timeout",
          source.queryMigrate().errorDesc());
      assertRunsAndMigrates(source);
    }
  }

  @Test
  void connectThatBlocksIsCancelledAndTheNextMigrationWorks() throws Exception {
    try (FullBacklog _ = new FullBacklog(folder.resolve("full"));
        Emulator source = Emulator.open(StubOptions.booting())) {
      source.parameters(patient(0));
      source.start();
      MigrationWait cancelled = MigrationWait.on(source);
      source.migrate("unix:" + folder.resolve("full"));
      assertEquals("setup", source.queryMigrate().status());
      source.migrateCancel();
      assertEquals("cancelled", cancelled.await());
      assertRunsAndMigrates(source);
    }
  }

  private void assertRunsAndMigrates(Emulator source) throws Exception {
    assertEquals(RunStatus.RUNNING, source.status());
    MigrationWait completed = MigrationWait.on(source);
    source.migrate("file:" + folder.resolve("stream"));
    assertEquals("completed", completed.await());
  }

  private static MigrationParameters patient(long stallMillis) {
    return new MigrationParameters(
        0, 300, ThrottleParameters.DEFAULT, new LinkParameters(stallMillis, 0));
  }

  private static CompletableFuture<String> warningOf(Emulator emulator) {
    CompletableFuture<String> warning = new CompletableFuture<>();
    emulator.addListener(
        new EmulatorListener() {
          @Override
          public void warned(String line) {
            warning.complete(line);
          }

          @Override
          public void stopped() {}

          @Override
          public void resumed() {}

          @Override
          public void migration(String status) {}

          @Override
          public void pass(long pass) {}
        });
    return warning;
  }

  /** A socket that listens and lets nobody in: a connect to it waits. */
  private static final class FullBacklog implements AutoCloseable {

    private final ServerSocketChannel server;
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullBacklog(Path path) throws Exception {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
      server.bind(address, 1);
      // connects that do not block are refused once the backlog is full
      boolean room = true;
      while (room) {
        SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
        next.configureBlocking(false);
        waiting.add(next);
        try {
          next.connect(address);
        } catch (IOException full) {
          room = false;
        }
      }
      assertTrue(waiting.size() > 1);
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel each : waiting) {
        each.close();
      }
      server.close();
    }
  }
}
