// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.links;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.transport.TcpUri;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CarriedLinkTest {

  @TempDir private Path folder;

  @Test
  void bucketLetsBytesThroughAtItsRateAndWhole() throws IOException {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    ByteArrayOutputStream far = new ByteArrayOutputStream();
    ByteBuffer left = ByteBuffer.wrap(bytes);
    long begin = System.nanoTime();
    try (TokenBucket bucket = new TokenBucket(Channels.newChannel(far), 10e6)) {
      while (left.hasRemaining()) {
        bucket.write(left);
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertArrayEquals(bytes, far.toByteArray());
    // all but the burst that an idle link has saved up
    assertTrue(seconds >= (bytes.length - (64 << 10)) / 10e6, "took " + seconds + " s");
  }

  @Test
  void linkCarriesBothWays() throws IOException {
    Path near = folder.resolve("near");
    Path far = folder.resolve("far");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(far));
      try (CarriedLink link = CarriedLink.slow(near, far, 125e6);
          SocketChannel here = SocketChannel.open(UnixDomainSocketAddress.of(near));
          SocketChannel there = server.accept()) {
        assertEquals(5, echo(here, there, (byte) 5));
        assertEquals(6, echo(there, here, (byte) 6));
        here.shutdownOutput();
        assertEquals(-1, there.read(ByteBuffer.allocate(1)));
        link.requireWhole();
      }
    }
  }

  @Test
  void farEndThatIsNotThereIsTold() throws Exception {
    Path near = folder.resolve("near");
    try (CarriedLink link = CarriedLink.slow(near, folder.resolve("nobody"), 125e6);
        SocketChannel here = SocketChannel.open(UnixDomainSocketAddress.of(near))) {
      assertEquals(-1, here.read(ByteBuffer.allocate(1)));
      link.awaitEnd();
      assertThrows(IOException.class, link::requireWhole);
    }
  }

  @Test
  void whoeverIsThereSeesTheEndOfWhatComesBack() throws IOException {
    try (ServerSocketChannel server = listening();
        CarriedLink link = CarriedLink.toPort(uri(server));
        SocketChannel here = connected(link.uri());
        SocketChannel there = server.accept()) {
      there.shutdownOutput();
      assertEquals(-1, here.read(ByteBuffer.allocate(1)));
      assertEquals(7, echo(here, there, (byte) 7), "the other direction goes on");
    }
  }

  @Test
  void cutEndsBothSidesAndIsNoFault() throws IOException {
    try (ServerSocketChannel server = listening();
        CarriedLink link = CarriedLink.toPort(uri(server))) {
      TcpUri near = link.uri();
      try (SocketChannel here = connected(near);
          SocketChannel there = server.accept()) {
        assertEquals(5, echo(here, there, (byte) 5));
        link.cut();
        assertEquals(-1, here.read(ByteBuffer.allocate(1)));
        assertEquals(-1, there.read(ByteBuffer.allocate(1)));
        link.requireWhole();
        assertThrows(ConnectException.class, () -> connected(near).close());
      }
    }
  }

  private static ServerSocketChannel listening() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static TcpUri uri(ServerSocketChannel server) throws IOException {
    return new TcpUri("127.0.0.1", ((InetSocketAddress) server.getLocalAddress()).getPort());
  }

  private static SocketChannel connected(TcpUri uri) throws IOException {
    return SocketChannel.open(new InetSocketAddress(uri.host(), uri.port()));
  }

  private static byte echo(SocketChannel from, SocketChannel to, byte value) throws IOException {
    from.write(ByteBuffer.wrap(new byte[] {value}));
    ByteBuffer got = ByteBuffer.allocate(1);
    to.read(got);
    return got.get(0);
  }
}
