// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.stream.StateInput;

/** What must have gone before a guest is stopped. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StopTest {

  private static final long NO_LIMIT_MILLIS = 2_000_000;
  private static final long SLOW = 8L << 20;
  private static final byte[] PONG = {0, 2, 0, 4, 0, 0, 0, 0};
  private static final byte[] PING = {8, 0, 2, 0, 4, 0, 0, 0, 0};

  @TempDir Path folder;

  @Test
  void nothingOfAFirstPassIsLeftToTheDowntimeHoweverLongThatMayBe() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      source.capability(Capabilities.RETURN_PATH, true);
      source.parameters(new MigrationParameters(SLOW, NO_LIMIT_MILLIS));
      source.start();
      AtStop atStop = AtStop.of(source);
      MigrationWait end = MigrationWait.on(source);
      MigrationWait arrival = MigrationWait.on(destination);
      source.migrate(uri);
      assertEquals("completed", end.await());
      assertEquals("completed", arrival.await());
      MigrationInfo before = atStop.seen();
      assertTrue(before.htab().get("passes") >= 1, before::toString);
      assertTrue(before.ram().transferred() > 0, before::toString);
      Map<String, Long> after = source.queryMigrate().htab();
      long firstPass = before.htab().get("transferred");
      assertTrue(after.get("downtime-bytes") < firstPass / 4, after + " after " + before);
    }
  }

  @Test
  void guestRunsWhileTheDestinationIsStillLoadingWhatWasSent() throws Exception {
    Path socket = folder.resolve("slow");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Emulator source = Emulator.open(StubOptions.booting())) {
      server.bind(UnixDomainSocketAddress.of(socket));
      source.capability(Capabilities.RETURN_PATH, true);
      source.start();
      AtStop atStop = AtStop.of(source);
      MigrationWait end = MigrationWait.on(source);
      source.migrate("unix:" + socket);
      try (SocketChannel peer = server.accept()) {
        StateInput stream = new StateInput(peer);
        readTo(stream, PING);
        peer.write(ByteBuffer.wrap(PONG));
        readTo(stream, PING);
        // all of the first pass was read here, and nobody has said so yet
        assertTrue(source.queryMigrate().htab().get("passes") >= 1);
        assertEquals(RunStatus.RUNNING, source.status());
        assertEquals("active", source.queryMigrate().status());
        assertFalse(atStop.wasSeen(), "the guest was stopped");
      }
      assertEquals("failed", end.await());
      assertEquals(RunStatus.RUNNING, source.status());
    }
  }

  /** Reads up to the next time that {@code wanted} stands in the stream. */
  private static void readTo(StateInput stream, byte[] wanted) throws Exception {
    for (int found = 0; found < wanted.length; ) {
      byte next = (byte) stream.get8();
      found = next == wanted[found] ? found + 1 : next == wanted[0] ? 1 : 0;
    }
  }

  /** What is known of a migration when the guest is stopped. */
  private static final class AtStop implements EmulatorListener {

    private final Emulator emulator;
    private volatile @Nullable MigrationInfo info;

    private AtStop(Emulator emulator) {
      this.emulator = emulator;
    }

    static AtStop of(Emulator emulator) {
      AtStop atStop = new AtStop(emulator);
      emulator.addListener(atStop);
      return atStop;
    }

    boolean wasSeen() {
      return info != null;
    }

    MigrationInfo seen() {
      return Objects.requireNonNull(info, "the guest was not stopped");
    }

    @Override
    public void stopped() {
      info = emulator.queryMigrate();
    }

    @Override
    public void resumed() {}

    @Override
    public void migration(String status) {}

    @Override
    public void pass(long pass) {}
  }
}
