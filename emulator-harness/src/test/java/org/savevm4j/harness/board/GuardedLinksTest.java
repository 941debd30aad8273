// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.savevm.TlsParameters;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TransportException;

@Timeout(30)
class GuardedLinksTest {

  private static final TlsObjects WITHOUT_TLS = new TlsObjects(() -> TlsParameters.NONE);

  @TempDir private Path folder;

  private final List<Integer> keptAlive = new ArrayList<>();

  @Test
  void bothEndsAreKeptAliveAndGuarded() throws Exception {
    GuardedLinks links =
        new GuardedLinks(this::listened, () -> new LinkParameters(50, 9), WITHOUT_TLS);
    try (Listener listener = MigrationUri.parse("unix:" + folder.resolve("in")).listen();
        Link source = links.connect(listener.uri());
        Link destination = links.accept(listener, () -> false)) {
      assertEquals(List.of(9, 9), keptAlive);
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThrows(TransportException.class, () -> destination.read(one));
      assertEquals(-1, source.read(one), "that ended the link");
    }
  }

  @Test
  void linkThatMayBeSilentIsNotGivenUp() throws Exception {
    GuardedLinks links =
        new GuardedLinks(this::listened, () -> new LinkParameters(50, 0), WITHOUT_TLS);
    try (Listener listener = MigrationUri.parse("unix:" + folder.resolve("in")).listen();
        Link source = listener.uri().connect();
        Link destination = links.accept(listener, () -> true)) {
      Thread late =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      // the silence itself is what is tested: six times the limit; nothing waits
                      // for it to pass
                      Thread.sleep(300);
                      source.write(ByteBuffer.allocate(1));
                    } catch (InterruptedException | TransportException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertEquals(1, destination.read(ByteBuffer.allocate(1)));
      late.join();
    }
  }

  private Link listened(Link link) {
    return new LinkAround(link) {
      @Override
      public void keepAlive(int seconds) throws TransportException {
        keptAlive.add(seconds);
        super.keepAlive(seconds);
      }
    };
  }
}
