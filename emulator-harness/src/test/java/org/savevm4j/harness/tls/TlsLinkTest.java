// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TcpUri;
import org.savevm4j.harness.transport.TransportException;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsLinkTest {

  /** More than sockets hold. */
  private static final int BYTES = 8 << 20;

  @TempDir private Path folder;

  @Test
  void bytesGoBothWaysAtTheSameTimeAndTheEndIsSaid() throws Exception {
    try (TlsPair pair = TlsPair.of(folder, Certificates.SERVER, Certificates.CLIENT)) {
      byte[] there = random(1);
      byte[] back = random(2);
      CompletableFuture<Void> clientWrites = async(() -> write(pair.client(), there));
      CompletableFuture<Void> serverWrites = async(() -> write(pair.server(), back));
      CompletableFuture<byte[]> serverReads = asyncRead(pair.server(), BYTES);
      assertArrayEquals(back, read(pair.client(), BYTES));
      assertArrayEquals(there, serverReads.get());
      clientWrites.get();
      serverWrites.get();
      pair.client().close();
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void oneDirectionCanEndBeforeTheOther() throws Exception {
    try (TlsPair pair = TlsPair.of(folder, Certificates.SERVER, Certificates.CLIENT)) {
      CompletableFuture<byte[]> serverReads = asyncRead(pair.server(), 1);
      write(pair.client(), new byte[] {1});
      serverReads.get();
      pair.client().endOutput();
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
      write(pair.server(), new byte[] {2});
      assertArrayEquals(new byte[] {2}, read(pair.client(), 1));
    }
  }

  @Test
  void linkThatIsCutIsToldFromOneThatEnds() throws Exception {
    try (TlsPair pair = shaken()) {
      pair.rawClient().close();
      TransportException cut =
          assertThrows(TransportException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
      assertEquals(
          pair.uri()
              + ": the link ended without TLS's close_notify: it was cut, or the other side is"
              + " gone",
          cut.getMessage());
    }
  }

  @Test
  void bytesThatAreNoRecordAreRefusedAndStayRefused() throws Exception {
    try (TlsPair pair = shaken()) {
      // an application record that nobody encrypted
      pair.rawClient()
          .write(ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
      pair.rawClient().write(ByteBuffer.allocate(10));
      for (int again = 0; again < 2; again++) {
        TransportException wrong =
            assertThrows(
                TransportException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
        assertTrue(
            String.valueOf(wrong.getMessage()).startsWith(pair.uri() + ": a TLS record is wrong: "),
            wrong::getMessage);
      }
    }
  }

  @Test
  void serverSendsNothingThatAClientWhichOnlyWritesWouldLeaveUnread() throws Exception {
    try (TlsPair pair = shaken()) {
      pair.rawServer().endOutput();
      assertEquals(-1, pair.rawClient().read(ByteBuffer.allocate(1)), "a ticket lies there");
    }
  }

  @Test
  void closeDoesNotWaitForAPeerThatTakesNothing() throws Exception {
    try (TlsPair pair = shaken()) {
      CompletableFuture<TransportException> ended =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(
                      TransportException.class, () -> write(pair.client(), new byte[64 << 20])));
      // the writer is inside, or will be: either way nothing takes its bytes
      pair.client().close();
      assertTrue(String.valueOf(ended.get().getMessage()).contains("closed while in use"));
      assertFalse(pair.client().isOpen());
    }
  }

  @Test
  void whoOnlyLooksWhoListensIsNoFault() throws Exception {
    try (TlsPair pair = TlsPair.of(folder, Certificates.SERVER, Certificates.CLIENT)) {
      pair.rawClient().close();
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void clientHearsWhyItIsRefusedThoughItOnlyWrites() throws Exception {
    TlsCredentials client =
        TlsPair.credentials(
            folder.resolve("c"), Certificates.CA, Certificates.STRANGER, TlsEndpoint.CLIENT);
    TlsCredentials server =
        TlsPair.credentials(
            folder.resolve("s"), Certificates.CA, Certificates.SERVER, TlsEndpoint.SERVER);
    try (TlsPair pair = TlsPair.of(client, server)) {
      CompletableFuture<Void> refusal =
          async(
              () -> {
                TransportException refused =
                    assertThrows(TransportException.class, () -> pair.server().handshake());
                assertTrue(
                    String.valueOf(refused.getMessage())
                        .endsWith(
                            " was refused in the TLS handshake: its certificate "
                                + Certificates.subject(Certificates.STRANGER)
                                + " is not signed by a CA of ca-cert.pem"),
                    refused::getMessage);
                pair.server().close();
              });
      TransportException refused =
          assertThrows(
              TransportException.class,
              () -> {
                while (true) {
                  write(pair.client(), new byte[1 << 20]);
                }
              });
      String peer = pair.uri().toString().substring("tcp:".length());
      assertEquals(
          pair.uri()
              + ": "
              + peer
              + " refused this side's certificate "
              + Certificates.subject(Certificates.STRANGER)
              + " (TLS alert certificate_unknown); see what it says",
          refused.getMessage());
      refusal.get();
    }
  }

  @Test
  void otherSideMayAskForNewKeysAtAnyMoment() throws Exception {
    TlsCredentials server =
        TlsPair.credentials(
            folder.resolve("s"), Certificates.CA, Certificates.SERVER, TlsEndpoint.SERVER);
    AtomicInteger writes = new AtomicInteger();
    try (Listener listener = MigrationUri.parse("tcp:127.0.0.1:0").listen();
        SSLSocket peer =
            (SSLSocket)
                Certificates.context(Certificates.CLIENT)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", ((TcpUri) listener.uri()).port());
        Link raw = listener.accept();
        Link here = server.around(listener.uri(), counted(raw, writes), null)) {
      byte[] piece = random(3);
      CompletableFuture<byte[]> first = asyncRead(here, piece.length);
      peer.getOutputStream().write(piece);
      assertArrayEquals(piece, first.get());
      int before = writes.get();
      CompletableFuture<byte[]> second = asyncRead(here, piece.length);
      // in TLS 1.3 a second one asks for new keys in both directions
      peer.startHandshake();
      peer.getOutputStream().write(piece);
      assertArrayEquals(piece, second.get());
      assertEquals(before + 1, writes.get(), "the answer is not left to a write that may not come");
      CompletableFuture<Void> back = async(() -> write(here, piece));
      assertArrayEquals(piece, peer.getInputStream().readNBytes(piece.length));
      back.get();
      here.endOutput();
      assertEquals(-1, peer.getInputStream().read());
    }
  }

  /** The same link; counts what is written to it. */
  private static Link counted(Link link, AtomicInteger writes) {
    return (Link)
        Proxy.newProxyInstance(
            Link.class.getClassLoader(),
            new Class<?>[] {Link.class},
            (_, method, arguments) -> {
              if (method.getName().equals("write")) {
                writes.incrementAndGet();
              }
              try {
                return method.invoke(link, arguments);
              } catch (InvocationTargetException fault) {
                throw fault.getCause();
              }
            });
  }

  private TlsPair shaken() throws Exception {
    TlsPair pair = TlsPair.of(folder, Certificates.SERVER, Certificates.CLIENT);
    CompletableFuture<Void> server = async(() -> pair.server().handshake());
    pair.client().handshake();
    server.get();
    return pair;
  }

  private static byte[] random(long seed) {
    byte[] bytes = new byte[BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void write(Link link, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      link.write(buffer);
    }
  }

  private static byte[] read(Link link, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && link.read(buffer) >= 0) {
      // goes on until all is there
    }
    return buffer.array();
  }

  private static CompletableFuture<byte[]> asyncRead(Link link, int count) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return read(link, count);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        run -> Thread.ofPlatform().daemon().start(run));
  }

  private static CompletableFuture<Void> async(Step step) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            step.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        run -> Thread.ofPlatform().daemon().start(run));
  }

  /** What may fail. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
