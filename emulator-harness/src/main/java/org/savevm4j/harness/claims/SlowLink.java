// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;
import java.net.StandardProtocolFamily;
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
import org.jspecify.annotations.Nullable;

/**
 * Carries one connection from one socket file to another at the speed of a {@link TokenBucket}, and
 * what comes back as fast as it comes. Two threads of its own, which end with {@link #close}. The
 * sockets hold some 200 KiB more than the bucket has let through.
 */
public final class SlowLink implements AutoCloseable {

  private static final int PIECE_BYTES = 64 << 10;

  private final ServerSocketChannel near;
  private final Path far;
  private final double bytesPerSecond;
  private final List<Thread> threads = new ArrayList<>();
  private final List<SocketChannel> sockets = new ArrayList<>();
  private final AtomicReference<@Nullable IOException> fault = new AtomicReference<>();
  private boolean closed;

  private SlowLink(ServerSocketChannel near, Path far, double bytesPerSecond) {
    this.near = near;
    this.far = far;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Listens at {@code near}; connects to {@code far} when somebody comes. */
  public static SlowLink open(Path near, Path far, double bytesPerSecond) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean whole = false;
    try {
      listener.bind(UnixDomainSocketAddress.of(near));
      SlowLink link = new SlowLink(listener, far, bytesPerSecond);
      link.start("slow-link-there", link::carryThere);
      whole = true;
      return link;
    } finally {
      if (!whole) {
        listener.close();
      }
    }
  }

  /** Throws what broke the link, if anything did. */
  public void requireWhole() throws IOException {
    IOException broken = fault.get();
    if (broken != null) {
      throw new IOException("the slow link broke: " + broken.getMessage(), broken);
    }
  }

  private synchronized void start(String name, Carrier carrier) {
    if (!closed) {
      threads.add(Thread.ofPlatform().daemon().name(name).start(() -> carry(carrier)));
    }
  }

  private void carry(Carrier carrier) {
    try {
      carrier.carry();
    } catch (ClosedChannelException ended) {
      // by close, or because the other direction is over
    } catch (IOException broken) {
      fault.compareAndSet(null, broken);
    }
  }

  private void carryThere() throws IOException {
    try (SocketChannel from = keep(near.accept());
        SocketChannel to = keep(SocketChannel.open(UnixDomainSocketAddress.of(far)))) {
      start("slow-link-back", () -> copy(to, from));
      copy(from, new TokenBucket(to, bytesPerSecond));
      // the back direction goes on until its own end
      to.shutdownOutput();
      joinBack();
    }
  }

  /** Returns when the link carries nothing more, in whichever direction. */
  void awaitEnd() {
    Thread there;
    synchronized (this) {
      there = threads.getFirst();
    }
    join(there);
  }

  private void joinBack() {
    Thread back;
    synchronized (this) {
      back = threads.getLast();
    }
    join(back);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized SocketChannel keep(SocketChannel socket) throws IOException {
    sockets.add(socket);
    if (closed) {
      socket.close();
    }
    return socket;
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

  /** Ends both directions, whatever is still under way. */
  @Override
  public void close() throws IOException {
    List<Thread> ending;
    synchronized (this) {
      closed = true;
      near.close();
      for (SocketChannel socket : sockets) {
        socket.close();
      }
      ending = List.copyOf(threads);
    }
    for (Thread thread : ending) {
      join(thread);
    }
  }

  @FunctionalInterface
  private interface Carrier {
    void carry() throws IOException;
  }
}
