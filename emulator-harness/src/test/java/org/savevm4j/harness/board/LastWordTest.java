// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.savevm4j.harness.savevm.MigrationParameters;

/** A destination that says something and lets the link go while the source is still writing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LastWordTest {

  private static final byte[] PONG = {0, 2, 0, 4, 0, 0, 0, 0};

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | the destination gave up with status 1; see what it says
          2 | the destination gave up: it has other capabilities of sections on; set the same
          3 | the destination gave up: what came there is not what was sent
          """)
  void isWhatTheSourceTells(byte status, String line) throws Exception {
    assertTrue(failure(new byte[] {0, 1, 0, 4, 0, 0, 0, status}).startsWith(line));
  }

  @Test
  void isNoneWhereTheDestinationClaimsAGuestThatItDoesNotHave() throws Exception {
    String error = failure(new byte[] {0, 1, 0, 4, 0, 0, 0, 0});
    assertTrue(error.contains("see what the other side says"), error);
  }

  /** What a source says whose destination takes the first bytes, says a word, and leaves. */
  private String failure(byte[] word) throws Exception {
    Path socket = folder.resolve("leaves");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Emulator source = Emulator.open(StubOptions.booting())) {
      listener.bind(UnixDomainSocketAddress.of(socket));
      source.capability("return-path", true);
      source.parameters(new MigrationParameters(0, 0));
      source.start();
      MigrationWait failed = MigrationWait.on(source);
      source.migrate("unix:" + socket);
      try (SocketChannel peer = listener.accept()) {
        peer.write(ByteBuffer.wrap(PONG));
        ByteBuffer taken = ByteBuffer.allocate(1 << 20);
        while (taken.hasRemaining()) {
          peer.read(taken);
        }
        peer.write(ByteBuffer.wrap(word));
      }
      assertEquals("failed", failed.await());
      assertEquals(RunStatus.RUNNING, source.status());
      return String.valueOf(source.queryMigrate().errorDesc());
    }
  }
}
