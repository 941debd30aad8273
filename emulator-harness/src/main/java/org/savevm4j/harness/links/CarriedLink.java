// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.links;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.transport.TcpUri;

/**
 * Carries one connection on this computer to another place on it, both ways, until both have ended
 * or it is cut. What was on its way then is lost. Two threads of its own, which end with it.
 */
public final class CarriedLink implements AutoCloseable {

  private static final int PIECE_BYTES = 64 << 10;

  private final ServerSocketChannel near;
  private final SocketAddress far;
  private final UnaryOperator<WritableByteChannel> there;
  private final AtomicReference<@Nullable IOException> fault = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<SocketChannel> sockets = new ArrayList<>();
  private boolean cut;

  private CarriedLink(
      ServerSocketChannel near, SocketAddress far, UnaryOperator<WritableByteChannel> there) {
    this.near = near;
    this.far = far;
    this.there = there;
  }

  /** A link from a free port to {@code far}, as fast as it goes. */
  public static CarriedLink toPort(TcpUri far) throws IOException {
    return open(
        ServerSocketChannel.open(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new InetSocketAddress(far.host(), far.port()),
        bytes -> bytes);
  }

  /**
   * A link from one socket file to another, through a {@link TokenBucket}; what comes back is as
   * fast as it comes. The sockets hold some 200 KiB more than the bucket has let through.
   */
  public static CarriedLink slow(Path near, Path far, double bytesPerSecond) throws IOException {
    return open(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX),
        UnixDomainSocketAddress.of(near),
        UnixDomainSocketAddress.of(far),
        bytes -> new TokenBucket(bytes, bytesPerSecond));
  }

  private static CarriedLink open(
      ServerSocketChannel near,
      SocketAddress at,
      SocketAddress far,
      UnaryOperator<WritableByteChannel> there)
      throws IOException {
    boolean whole = false;
    try {
      near.bind(at, 1);
      CarriedLink link = new CarriedLink(near, far, there);
      link.start("link-there", link::carryThere);
      whole = true;
      return link;
    } finally {
      if (!whole) {
        near.close();
      }
    }
  }

  /** Where to connect to, of a link to a port, before anybody has. */
  public TcpUri uri() throws IOException {
    return new TcpUri("127.0.0.1", ((InetSocketAddress) near.getLocalAddress()).getPort());
  }

  /** Throws what broke the link, if anything but {@link #cut} did. */
  public void requireWhole() throws IOException {
    IOException broken = fault.get();
    if (broken != null) {
      throw new IOException("the link broke: " + broken.getMessage(), broken);
    }
  }

  /** Cuts it, and returns when its threads have ended. */
  @Override
  public void close() throws IOException {
    cut();
    awaitEnd();
  }

  /** Cuts it, for both sides at once; later connects are refused. */
  public synchronized void cut() throws IOException {
    cut = true;
    near.close();
    for (SocketChannel socket : sockets) {
      socket.close();
    }
  }

  /** Returns when it carries nothing more, in whichever direction. */
  void awaitEnd() {
    List<Thread> ending;
    synchronized (this) {
      ending = List.copyOf(threads);
    }
    ending.forEach(CarriedLink::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Thread start(String name, Runnable carrier) throws IOException {
    requireUncut();
    Thread thread = Thread.ofPlatform().daemon().name(name).start(carrier);
    threads.add(thread);
    return thread;
  }

  private void carryThere() {
    try (SocketChannel from = keep(near.accept());
        SocketChannel to = keep(SocketChannel.open(far))) {
      near.close();
      Thread back = start("link-back", () -> carryBack(to, from));
      copy(from, there.apply(to));
      to.shutdownOutput();
      join(back);
    } catch (IOException reason) {
      broke(reason);
    }
  }

  private void carryBack(SocketChannel from, SocketChannel to) {
    try {
      copy(from, to);
      to.shutdownOutput();
    } catch (IOException reason) {
      broke(reason);
    }
  }

  /** Cuts it, so that neither direction waits for the other any more. */
  private void broke(IOException reason) {
    if (!(reason instanceof ClosedChannelException)) {
      fault.compareAndSet(null, reason);
    }
    try {
      cut();
    } catch (IOException _) {
      // it was broken before
    }
  }

  private synchronized SocketChannel keep(SocketChannel socket) throws IOException {
    sockets.add(socket);
    if (cut) {
      socket.close();
    }
    requireUncut();
    if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return socket;
  }

  private void requireUncut() throws ClosedChannelException {
    if (cut) {
      throw new ClosedChannelException();
    }
  }

  private static void copy(SocketChannel from, WritableByteChannel to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    while (from.read(piece.clear()) >= 0) {
      piece.flip();
      while (piece.hasRemaining()) {
        to.write(piece);
      }
    }
  }
}
