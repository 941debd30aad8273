// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.transport.MigrationUri;

/**
 * A host that is gone without a word would keep a relay for ever: Linux is asked whether it will
 * look for it, on the connections of both sides.
 */
@Timeout(60)
class RelayKeepAliveTest {

  private static final int KEEP_ALIVE_SECONDS = 7;
  private static final int LIMIT_SECONDS = 20;

  @Test
  void hostsOfBothSidesAreAskedForASignOfLife() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket destination = new ServerSocket(0, 1, loopback);
        Relay relay =
            Relay.listen(
                MigrationUri.parse("tcp:127.0.0.1:0"),
                MigrationUri.parse("tcp:127.0.0.1:" + destination.getLocalPort()),
                List.of(),
                new LinkParameters(30_000, KEEP_ALIVE_SECONDS))) {
      FutureTask<RewriteFigures> run = new FutureTask<>(relay::run);
      Thread.ofPlatform().daemon().start(run);
      String uri = relay.uri().toString();
      int port = Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
      try (Socket source = new Socket(loopback, port)) {
        source
            .getOutputStream()
            .write(HandmadeStream.bytes(HandmadeStream.BEGIN + HandmadeStream.RAM_START));
        try (Socket arrived = destination.accept()) {
          assertTrue(arrived.getInputStream().read() >= 0, "the stream is passed on");
          requireKeptAlive("the source", port, source.getLocalPort());
          requireKeptAlive("the destination", arrived.getPort(), destination.getLocalPort());
        }
      }
    }
  }

  private static void requireKeptAlive(String who, int local, int remote) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    long hundredths;
    do {
      // bytes that are not acknowledged yet have a timer of their own
      hundredths = keepAliveTimer(local, remote);
    } while (hundredths < 0 && System.nanoTime() < deadline);
    assertTrue(hundredths >= 0, who + " is never asked");
    long left = hundredths;
    assertTrue(left <= KEEP_ALIVE_SECONDS * 100, () -> who + " is asked in " + left + "/100 s");
  }

  /**
   * When a connection's keep-alive timer goes off, in 1/100 s, as proc_net_tcp(5) has it; or -1.
   */
  private static long keepAliveTimer(int local, int remote) throws IOException {
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns[1].endsWith(port(local))
            && columns[2].endsWith(port(remote))
            && columns[5].startsWith("02:")) {
          return Long.parseLong(columns[5].substring(3), 16);
        }
      }
    }
    return -1;
  }

  private static String port(int number) {
    return String.format(Locale.ROOT, ":%04X", number);
  }
}
