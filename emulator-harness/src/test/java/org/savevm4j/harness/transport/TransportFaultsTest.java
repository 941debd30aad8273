// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.harness.transport.Transfers.uri;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TransportFaultsTest {

  @TempDir private Path folder;

  @Test
  void portInUseIsNamed() throws Exception {
    try (Listener listener = uri("tcp:127.0.0.1:0").listen()) {
      assertFault(
          listener.uri().toString(), "the port is in use", () -> listener.uri().listen().close());
    }
  }

  @Test
  void portThatNobodyListensOnRefuses() throws Exception {
    Listener listener = uri("tcp:127.0.0.1:0").listen();
    listener.close();
    assertFault(
        listener.uri().toString(), "connection refused", () -> listener.uri().connect().close());
  }

  @Test
  void portZeroCannotBeConnectedTo() {
    assertFault("tcp:127.0.0.1:0", "port 0", () -> uri("tcp:127.0.0.1:0").connect());
  }

  @Test
  void unknownHostIsNamed() {
    String uri = "tcp:no-such-host.invalid:1";
    assertFault(uri, "the host is unknown", () -> uri(uri).connect());
    assertFault(uri, "the host is unknown", () -> uri(uri).listen());
  }

  @Test
  void socketThatIsNotThereIsNamed() {
    String uri = "unix:" + folder.resolve("s");
    assertFault(uri, "no such file", () -> uri(uri).connect());
  }

  @Test
  void socketFileThatCannotBeRemovedIsNamed() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    String uri = "unix:" + inside.resolve("s");
    Listener listener = uri(uri).listen();
    Files.delete(inside.resolve("s"));
    Files.delete(inside);
    Files.createSymbolicLink(inside, inside);
    assertFault(uri, "symbolic link", listener::close);
  }

  @Test
  void folderThatIsMissingIsNamed() {
    for (String scheme : new String[] {"file:", "unix:"}) {
      String uri = scheme + folder.resolve("none/x");
      String reason = "the folder " + folder.resolve("none") + " does not exist";
      assertFault(uri, reason, () -> uri(uri).connect());
      assertFault(uri, reason, () -> uri(uri).listen());
    }
  }

  @Test
  void fileThatIsMissingOrAFolderIsNamed() {
    String missing = "file:" + folder.resolve("x");
    assertFault(missing, "no such file", () -> uri(missing).listen());
    assertFault("file:" + folder, "is a folder", () -> uri("file:" + folder).connect());
  }

  @Test
  void fullDiskIsOneLine() throws Exception {
    try (Link link = uri("file:/dev/full").connect()) {
      assertFault(
          "file:/dev/full", "No space left on device", () -> link.write(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void fullDiskOfACommandShowsAsItsStatus() throws Exception {
    String uri = "exec:cat > /dev/full 2>/dev/null";
    Link link = uri(uri).connect();
    link.write(ByteBuffer.allocate(1));
    assertFault(uri, "the command ended with status 1", link::sync);
    assertFault(uri, "the command ended with status 1", link::close);
    link.close();
  }

  @Test
  void commandThatEndsTooEarlyIsNamedWithItsStatus() throws Exception {
    String uri = "exec:exit 3";
    Link link = uri(uri).connect();
    assertFault(uri, "ended too early with status 3", () -> Transfers.write(link, 1 << 20));
    assertFault(uri, "the command ended with status 3", link::close);
  }

  @Test
  void endOfACommandThatFailedIsNoEndOfStream() throws Exception {
    String uri = "exec:echo half; exit 3";
    Listener listener = uri(uri).listen();
    Link link = listener.accept();
    assertEquals(5, link.read(ByteBuffer.allocate(100)));
    assertFault(uri, "the command ended with status 3", () -> link.read(ByteBuffer.allocate(100)));
    assertFault(uri, "was read already", listener::accept);
    assertFault(uri, "the command ended with status 3", link::close);
  }

  @Test
  void closingEndsACommandThatDoesNotEndByItself() throws Exception {
    Listener listener = uri("exec:sleep 1000 & echo $$; wait").listen();
    Link link = listener.accept();
    ByteBuffer text = ByteBuffer.allocate(100);
    link.read(text);
    long pid =
        Long.parseLong(
            new String(
                text.array(), 0, text.position() - 1, java.nio.charset.StandardCharsets.US_ASCII));
    ProcessHandle shell = ProcessHandle.of(pid).orElseThrow();
    assertEquals(1, shell.descendants().count());
    ProcessHandle child = shell.descendants().findFirst().orElseThrow();
    link.close();
    CompletableFuture.allOf(shell.onExit(), child.onExit())
        .get(10, java.util.concurrent.TimeUnit.SECONDS);
  }

  @Test
  void otherSideThatClosedIsToldToKnowWhy() throws Exception {
    for (String uri : new String[] {"tcp:127.0.0.1:0", "unix:" + folder.resolve("gone")}) {
      try (Listener listener = uri(uri).listen();
          Link link = listener.uri().connect()) {
        listener.accept().close();
        assertFault(
            listener.uri().toString(),
            "; see what the other side says",
            () -> Transfers.write(link, 1 << 26));
      }
    }
  }

  @Test
  void closingEndsAReadThatBlocks() throws Exception {
    try (Listener listener = uri("tcp:127.0.0.1:0").listen();
        Link _ = listener.uri().connect()) {
      assertCloseEndsRead(listener.accept());
    }
    assertCloseEndsRead(uri("exec:exec sleep 1000").listen().accept());
  }

  private static void assertCloseEndsRead(Link link) throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Void> reader =
        Transfers.async(
            () -> {
              reading.countDown();
              assertFault(
                  link.toString(), "closed while in use", () -> link.read(ByteBuffer.allocate(1)));
            });
    reading.await();
    link.close();
    Transfers.join(reader);
  }

  @Test
  void closingEndsAnAcceptThatBlocks() throws Exception {
    Listener listener = uri("unix:" + folder.resolve("s")).listen();
    CompletableFuture<Void> accepting =
        Transfers.async(
            () ->
                assertFault(
                    listener.uri().toString(), "closed while in use", () -> listener.accept()));
    listener.close();
    Transfers.join(accepting);
  }

  @Test
  void socketFileThatNobodyListensOnIsReplaced() throws Exception {
    Path file = folder.resolve("s");
    try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(file));
    }
    assertTrue(Files.exists(file));
    try (Listener listener = uri("unix:" + file).listen();
        Link link = uri("unix:" + file).connect()) {
      assertTrue(link.isOpen());
      assertTrue(listener.accept().isOpen());
    }
  }

  @Test
  void socketFileThatSomebodyListensOnStays() throws Exception {
    String uri = "unix:" + folder.resolve("s");
    try (Listener first = uri(uri).listen()) {
      assertFault(uri, "somebody listens there already", () -> uri(uri).listen());
      first.accept().close(); // the one that looked whether somebody listens
      try (Link link = uri(uri).connect()) {
        assertTrue(link.isOpen());
      }
    }
  }

  @Test
  void fileThatIsNoSocketStays() throws Exception {
    Path file = Files.writeString(folder.resolve("s"), "mine");
    assertFault("unix:" + file, "no socket", () -> uri("unix:" + file).listen());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void socketPathThatIsTooLongIsCounted() {
    String uri = "unix:/tmp/" + "x".repeat(200);
    assertFault(uri, "205 bytes, 107 are possible", () -> uri(uri).listen());
    assertFault(uri, "205 bytes, 107 are possible", () -> uri(uri).connect());
  }

  @Test
  void writingWhatIsOnlyReadIsAMistakeOfTheCaller() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "x");
    try (Link link = uri("file:" + file).listen().accept()) {
      assertThrows(UnsupportedOperationException.class, () -> link.write(ByteBuffer.allocate(1)));
    }
    assertFalse(Files.notExists(file));
  }

  private static void assertFault(String uri, String reason, Executable step) {
    String message = assertThrows(TransportException.class, step).getMessage();
    assertTrue(message.startsWith(uri + ": "), message);
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }
}
