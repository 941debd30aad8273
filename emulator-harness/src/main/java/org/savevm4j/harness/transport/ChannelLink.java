// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SocketChannel;

/** A socket or a file, whose faults get the URI before them. */
final class ChannelLink implements Link {

  private final MigrationUri uri;
  private final ByteChannel channel;

  ChannelLink(MigrationUri uri, ByteChannel channel) {
    this.uri = uri;
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer target) throws TransportException {
    try {
      return channel.read(target);
    } catch (NonReadableChannelException e) {
      throw new UnsupportedOperationException(uri + " was opened for writing", e);
    } catch (IOException e) {
      throw TransportException.of(uri, e);
    }
  }

  @Override
  public int write(ByteBuffer source) throws TransportException {
    try {
      return channel.write(source);
    } catch (NonWritableChannelException e) {
      throw new UnsupportedOperationException(uri + " was opened for reading", e);
    } catch (IOException e) {
      throw TransportException.of(uri, e);
    }
  }

  @Override
  public boolean twoWay() {
    return uri.twoWay();
  }

  @Override
  public String peer() {
    try {
      return channel instanceof SocketChannel socket
              && socket.getRemoteAddress() instanceof InetSocketAddress address
          ? new TcpUri(address.getAddress().getHostAddress(), address.getPort()).place()
          : Link.super.peer();
    } catch (IOException _) {
      return Link.super.peer();
    }
  }

  @Override
  public void keepAlive(int seconds) throws TransportException {
    if (channel instanceof SocketChannel socket && uri instanceof TcpUri) {
      try {
        KeepAlive.set(socket, seconds);
      } catch (IOException e) {
        throw TransportException.of(uri, e);
      }
    }
  }

  @Override
  public void sync() throws TransportException {
    // Pipes and devices cannot be synced and answer with an error.
    if (channel instanceof FileChannel file && uri instanceof FileUri to && to.isRegular()) {
      try {
        file.force(true);
      } catch (IOException e) {
        throw TransportException.of(uri, e);
      }
    }
  }

  @Override
  public void endOutput() throws TransportException {
    if (!(channel instanceof SocketChannel socket)) {
      throw new UnsupportedOperationException(uri + " goes one way only");
    }
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw TransportException.of(uri, e);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws TransportException {
    try {
      channel.close();
    } catch (IOException e) {
      throw TransportException.of(uri, e);
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
