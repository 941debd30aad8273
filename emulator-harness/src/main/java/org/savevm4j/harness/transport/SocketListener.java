// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A bound socket, of TCP or of the Unix domain. */
final class SocketListener implements Listener {

  private final MigrationUri uri;
  private final ServerSocketChannel server;
  private final Closeable afterClose;

  /**
   * @param afterClose closed once, when the socket is
   */
  SocketListener(MigrationUri uri, ServerSocketChannel server, Closeable afterClose) {
    this.uri = uri;
    this.server = server;
    this.afterClose = afterClose;
  }

  /** Sends small messages at once: the other side waits for them while the guest is stopped. */
  static void withoutDelay(SocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  @Override
  public MigrationUri uri() {
    return uri;
  }

  @Override
  public Link accept() throws TransportException {
    try {
      SocketChannel channel = server.accept();
      try {
        withoutDelay(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      return new ChannelLink(uri, channel);
    } catch (IOException e) {
      throw TransportException.of(uri, e);
    }
  }

  @Override
  public synchronized void close() throws TransportException {
    if (server.isOpen()) {
      try (afterClose) {
        server.close();
      } catch (IOException e) {
        throw TransportException.of(uri, e);
      }
    }
  }
}
