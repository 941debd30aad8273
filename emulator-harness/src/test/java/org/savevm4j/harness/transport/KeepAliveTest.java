// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeepAliveTest {

  @Test
  void asksAfterTheSilenceAndThriceUnlessItIsOff() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel socket = SocketChannel.open(server.getLocalAddress())) {
        KeepAlive.set(socket, 7);
        assertTrue(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
        assertEquals(7, socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
        assertEquals(7, socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
        assertEquals(3, socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
        KeepAlive.set(socket, 0);
        assertFalse(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
      }
    }
  }

  @Test
  void isOnWithTheLinksOfTcpAndNoFaultOnOthers() throws Exception {
    try (Listener listener = MigrationUri.parse("tcp:127.0.0.1:0").listen();
        Link link = listener.uri().connect();
        Link accepted = listener.accept();
        Link command = MigrationUri.parse("exec:cat > /dev/null").connect();
        Link file = MigrationUri.parse("file:/dev/null").connect()) {
      for (Link each : new Link[] {link, accepted, command, file}) {
        each.keepAlive(32767);
        each.keepAlive(0);
      }
    }
  }
}
