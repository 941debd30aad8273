// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes a migration over a Unix socket and keeps the first connection's bytes in a file. Further
 * connections, which multifd makes, are read and forgotten.
 */
final class StreamSink implements AutoCloseable {

  private static final int PIECE_BYTES = 256 << 10;
  private static final long LIMIT_SECONDS = 120;

  private final ServerSocketChannel server;
  private final Path socket;
  private final CompletableFuture<Long> whole = new CompletableFuture<>();

  /** Listens at {@code socket}, a path that must not exist. */
  StreamSink(Path socket, Path file) throws IOException {
    this.socket = socket;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().name("sink").start(() -> accept(file));
  }

  String uri() {
    return "unix:" + socket;
  }

  /** Waits until the sender has closed the stream; answers its bytes. */
  long await() throws Exception {
    return whole.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }

  private void accept(Path file) {
    try {
      take(server.accept(), file);
      while (true) {
        take(server.accept(), null);
      }
    } catch (AsynchronousCloseException _) {
      // closed by us: there is no more to come
    } catch (IOException e) {
      whole.completeExceptionally(e);
    }
  }

  private void take(SocketChannel from, @Nullable Path file) {
    Thread.ofVirtual()
        .name("sink-connection")
        .start(
            () -> {
              try (from) {
                if (file == null) {
                  copy(from, null);
                  return;
                }
                try (FileChannel to =
                    FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                  copy(from, to);
                  whole.complete(to.size());
                }
              } catch (IOException e) {
                if (file != null) {
                  whole.completeExceptionally(e);
                }
              }
            });
  }

  private static void copy(SocketChannel from, @Nullable FileChannel to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    while (from.read(piece.clear()) >= 0) {
      piece.flip();
      while (to != null && piece.hasRemaining()) {
        to.write(piece);
      }
    }
  }
}
