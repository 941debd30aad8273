// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.transport.TcpUri;

/**
 * Carries one TCP connection on this computer to another port, both ways, until it is cut. What was
 * on its way then is lost. Threads of its own, which end with it.
 */
final class CuttableLink implements AutoCloseable {

  private static final int PIECE_BYTES = 64 << 10;

  private final ServerSocketChannel near;
  private final InetSocketAddress far;
  private final List<SocketChannel> sockets = new ArrayList<>();
  private boolean cut;

  private CuttableLink(ServerSocketChannel near, InetSocketAddress far) {
    this.near = near;
    this.far = far;
  }

  /** A link to {@code far}, which is on this computer. */
  static CuttableLink to(TcpUri far) throws IOException {
    ServerSocketChannel near = ServerSocketChannel.open();
    boolean whole = false;
    try {
      near.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      CuttableLink link = new CuttableLink(near, new InetSocketAddress(far.host(), far.port()));
      Thread.ofVirtual().name("link-there").start(link::carry);
      whole = true;
      return link;
    } finally {
      if (!whole) {
        near.close();
      }
    }
  }

  /** Where to connect to. */
  TcpUri uri() throws IOException {
    return new TcpUri("127.0.0.1", ((InetSocketAddress) near.getLocalAddress()).getPort());
  }

  /** Cuts it, for both sides at once; later connects are refused. */
  @Override
  public synchronized void close() throws IOException {
    cut = true;
    near.close();
    for (SocketChannel socket : sockets) {
      socket.close();
    }
  }

  private void carry() {
    try (SocketChannel from = keep(near.accept());
        SocketChannel to = keep(SocketChannel.open(far))) {
      near.close();
      Thread back = Thread.ofVirtual().name("link-back").start(() -> copyBack(to, from));
      copy(from, to);
      to.shutdownOutput();
      back.join();
    } catch (IOException _) {
      // cut, or a side was killed: the other side sees its socket closed
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copyBack(SocketChannel from, SocketChannel to) {
    try {
      copy(from, to);
      to.shutdownOutput();
    } catch (IOException _) {
      // as above, so neither may wait for the other any more
      closeBoth(from, to);
    }
  }

  private static void closeBoth(SocketChannel one, SocketChannel other) {
    try (one;
        other) {
      // that is all
    } catch (IOException _) {
      // it was broken before
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    while (from.read(piece.clear()) >= 0) {
      piece.flip();
      while (piece.hasRemaining()) {
        to.write(piece);
      }
    }
  }

  private synchronized SocketChannel keep(SocketChannel socket) throws IOException {
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    sockets.add(socket);
    if (cut) {
      socket.close();
    }
    return socket;
  }
}
