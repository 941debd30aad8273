// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who runs the guest when the link breaks just where it changes hands. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HandOverTest {

  private static final byte[] PONG = {0, 2, 0, 4, 0, 0, 0, 0};

  private static final byte[] OPEN_RETURN_PATH = {8, 0, 1, 0, 0};

  @TempDir Path folder;

  @Test
  void destinationKeepsTheGuestWhenItsAcknowledgementCannotBeSent() throws Exception {
    byte[] stream = streamOfAGuest();
    Path socket = folder.resolve("incoming");
    try (Emulator destination = Emulator.open(StubOptions.incoming("unix:" + socket))) {
      MigrationWait arrived = MigrationWait.on(destination);
      try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        send(peer, ByteBuffer.wrap(stream, 0, configurationEnd(stream)));
        send(peer, ByteBuffer.wrap(OPEN_RETURN_PATH));
        int begin = configurationEnd(stream);
        send(peer, ByteBuffer.wrap(stream, begin, stream.length - begin));
      }
      assertEquals("completed", arrived.await(), () -> destination.queryMigrate().toString());
      assertEquals(RunStatus.RUNNING, destination.status());
      assertEquals(0, destination.guestCheck().mismatches());
    }
  }

  @Test
  void guestThatIsHereIsNotReplacedByAnotherStream() throws Exception {
    Path file = folder.resolve("stream");
    Files.write(file, streamOfAGuest());
    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"))) {
      MigrationWait arrived = MigrationWait.on(destination);
      destination.migrateIncoming("exec:cat '" + file + "'; exit 3");
      assertEquals("completed", arrived.await());
      assertThrows(EmulatorException.class, () -> destination.migrateIncoming("file:" + file));
      assertEquals(0, destination.guestCheck().mismatches());
    }
  }

  @Test
  void sourceStaysPausedWhenACommandFailsThatMayHaveSentTheGuestOn() throws Exception {
    Path copy = folder.resolve("copy");
    try (Emulator source = Emulator.open(StubOptions.booting())) {
      source.start();
      MigrationWait failed = MigrationWait.on(source);
      source.migrate("exec:cat > '" + copy + "'; exit 1");
      assertEquals("failed", failed.await());
      String error = String.valueOf(source.queryMigrate().errorDesc());
      assertTrue(error.contains("so it stays paused here"), error);
      assertEquals(RunStatus.PAUSED, source.status());
      source.cont();
      assertEquals(0, source.guestCheck().mismatches());
    }
  }

  @Test
  void cancelEndsTheWaitForADestinationThatNeverAnswers() throws Exception {
    Path socket = folder.resolve("silent");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Emulator source = Emulator.open(StubOptions.booting())) {
      silent.bind(UnixDomainSocketAddress.of(socket));
      source.capability("return-path", true);
      source.start();
      MigrationWait failed = MigrationWait.on(source);
      source.migrate("unix:" + socket);
      try (SocketChannel peer = silent.accept()) {
        // one for each ping that may come: at the stream's begin, and before the guest is stopped
        for (int pings = 0; pings < 16; pings++) {
          send(peer, ByteBuffer.wrap(PONG));
        }
        readUntilVmdesc(peer);
        while (!source.queryMigrate().status().equals("device")) {
          Thread.onSpinWait();
        }
        source.migrateCancel();
        assertEquals("failed", failed.await());
      }
      assertEquals(RunStatus.PAUSED, source.status());
    }
  }

  private byte[] streamOfAGuest() throws Exception {
    Path file = folder.resolve("guest");
    try (Emulator source = Emulator.open(StubOptions.booting())) {
      source.start();
      MigrationWait completed = MigrationWait.on(source);
      source.migrate("file:" + file);
      assertEquals("completed", completed.await());
    }
    return Files.readAllBytes(file);
  }

  /** Behind the magic, the version, and the configuration with the machine's name. */
  private static int configurationEnd(byte[] stream) {
    return 8 + 5 + ByteBuffer.wrap(stream).getInt(9);
  }

  private static void send(SocketChannel peer, ByteBuffer bytes) throws Exception {
    while (bytes.hasRemaining()) {
      peer.write(bytes);
    }
  }

  /** Takes bytes until the description's beginning has come by. */
  private static void readUntilVmdesc(SocketChannel peer) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    StringBuilder tail = new StringBuilder();
    while (tail.indexOf("\"page_size\"") < 0) {
      bytes.clear();
      if (peer.read(bytes) < 0) {
        throw new AssertionError("the source has gone");
      }
      tail.append(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
      tail.delete(0, Math.max(0, tail.length() - 8192));
    }
  }
}
