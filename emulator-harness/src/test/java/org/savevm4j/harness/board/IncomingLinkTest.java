// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TransportException;

@Timeout(60)
class IncomingLinkTest {

  @TempDir Path folder;

  @Test
  void linksThatEndBeforeTheirFirstByteAreNoStreams() throws Exception {
    MigrationUri socket = MigrationUri.parse("unix:" + folder.resolve("in"));
    try (Emulator destination = Emulator.open(StubOptions.incoming(socket.toString()));
        Emulator source = Emulator.open(StubOptions.booting())) {
      MigrationWait arrived = MigrationWait.on(destination);
      socket.connect().close();
      TransportException taken = assertThrows(TransportException.class, socket::listen);
      assertTrue(String.valueOf(taken.getMessage()).contains("somebody listens there already"));
      assertEquals(socket, destination.listensOn());
      source.migrate(socket.toString());
      assertEquals("completed", arrived.await(), () -> destination.queryMigrate().toString());
      assertNull(destination.listensOn(), "there is nothing to wait for any more");
    }
  }

  @Test
  void firstByteMakesALinkTheStream() throws Exception {
    try (Emulator destination = Emulator.open(StubOptions.incoming("tcp:127.0.0.1:0"))) {
      MigrationWait failed = MigrationWait.on(destination);
      MigrationUri port = destination.listensOn();
      assertNotNull(port);
      try (Link link = port.connect()) {
        link.write(ByteBuffer.wrap(new byte[] {'Q'}));
      }
      assertEquals("failed", failed.await());
      assertThrows(TransportException.class, port::connect);
    }
  }

  @Test
  void emptyFileIsAStreamThatEndsTooEarly() throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));
    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"))) {
      MigrationWait failed = MigrationWait.on(destination);
      destination.migrateIncoming("file:" + file);
      assertEquals("failed", failed.await());
      String error = destination.queryMigrate().errorDesc();
      assertTrue(error != null && error.startsWith("offset 0: "), error);
    }
  }

  @Test
  void emulatorClosesWhileAPeerThatSaysNothingHoldsItsLink() throws Exception {
    Emulator destination = Emulator.open(StubOptions.incoming("tcp:127.0.0.1:0"));
    MigrationUri port = destination.listensOn();
    assertNotNull(port);
    try (Link _ = port.connect()) {
      destination.close();
    }
  }
}
