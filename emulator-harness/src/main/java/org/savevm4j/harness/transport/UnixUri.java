// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A socket file. Listening creates it for its owner only. */
public record UnixUri(Path path) implements MigrationUri {

  /** Longest path in bytes that the kernel takes for a socket. */
  static final int PATH_BYTES = 107;

  /**
   * Connects. Where a process listens but does not accept, so that its backlog is full, this waits
   * until it does, without bound: the JDK knows no time limit for sockets of the Unix domain.
   */
  @Override
  public Link connect() throws TransportException {
    checkLength(path);
    try {
      // A missing file and a missing folder look the same to the socket.
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      return new ChannelLink(this, SocketChannel.open(UnixDomainSocketAddress.of(path)));
    } catch (IOException e) {
      throw TransportException.of(this, e);
    }
  }

  /**
   * Replaces a socket file that nobody listens on; refuses one that somebody listens on, and any
   * other kind of file.
   */
  @Override
  public Listener listen() throws TransportException {
    checkLength(path);
    try {
      SocketFile file = SocketFile.claim(this);
      checkLength(file.birthplace());
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(file.birthplace()));
        file.publish();
        return new SocketListener(this, server, file::remove);
      } catch (IOException e) {
        server.close();
        throw e;
      } finally {
        file.removeBirthplace();
      }
    } catch (IOException e) {
      throw TransportException.of(this, e);
    }
  }

  private void checkLength(Path path) throws TransportException {
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > PATH_BYTES) {
      throw new TransportException(
          this, "the socket's path takes " + bytes + " bytes, " + PATH_BYTES + " are possible");
    }
  }

  @Override
  public boolean twoWay() {
    return true;
  }

  @Override
  public String toString() {
    return "unix:" + path;
  }
}
