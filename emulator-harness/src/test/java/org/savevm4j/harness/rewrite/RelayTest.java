// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.savevm4j.harness.rewrite.HandmadeStream.sections;
import static org.savevm4j.harness.rewrite.HandmadeStream.withVmdesc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.savevm.LinkParameters;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;

/** The test is both sides: it plays the source and the destination by hand. */
@Timeout(60)
class RelayTest {

  private static final byte[] SENT =
      withVmdesc(sections(HandmadeStream.HTAB_PART, HandmadeStream.HTAB_END));
  private static final byte[] REWRITTEN =
      withVmdesc(sections(HandmadeStream.EMPTY_PART, HandmadeStream.WHOLE_END));
  private static final byte[] PONG = {0, 2, 0, 4, 0, 0, 0, 1};
  private static final byte[] ACCEPTED = {0, 1, 0, 4, 0, 0, 0, 0};
  private static final byte[] REFUSED = {0, 1, 0, 4, 0, 0, 0, 1};

  @TempDir private Path folder;
  private Listener destinationListener;
  private Relay relay;
  private FutureTask<RewriteFigures> run;

  @BeforeEach
  void start() throws Exception {
    MigrationUri to = MigrationUri.parse("unix:" + folder.resolve("to"));
    destinationListener = to.listen();
    relay = Relay.listen(MigrationUri.parse("tcp:127.0.0.1:0"), to);
    run = new FutureTask<>(relay::run);
    Thread.ofPlatform().daemon().start(run);
  }

  @AfterEach
  void end() throws IOException {
    relay.close();
    destinationListener.close();
  }

  @Test
  void tableMovesToTheEndAndAnswersComeBack() throws Exception {
    try (Link source = relay.uri().connect()) {
      write(source, SENT);
      try (Link destination = destinationListener.accept()) {
        assertArrayEquals(REWRITTEN, read(destination, REWRITTEN.length));
        write(destination, PONG);
        assertArrayEquals(PONG, read(source, PONG.length));
        write(destination, ACCEPTED);
        assertArrayEquals(ACCEPTED, read(source, ACCEPTED.length));
      }
      assertEquals(-1, source.read(ByteBuffer.allocate(1)));
    }
    assertEquals(3, figures().saved("valid-sent"));
  }

  @Test
  void peerThatConnectsAndSendsNothingDoesNotKeepTheSourceWaiting() throws Exception {
    MigrationUri to = MigrationUri.parse("unix:" + folder.resolve("to"));
    relay.close();
    relay =
        Relay.listen(
            MigrationUri.parse("tcp:127.0.0.1:0"), to, List.of(), new LinkParameters(200, 10));
    run = new FutureTask<>(relay::run);
    Thread.ofPlatform().daemon().start(run);
    try (Link silent = relay.uri().connect();
        Link source = relay.uri().connect()) {
      assertEquals(-1, silent.read(ByteBuffer.allocate(1)), "the silent peer is let go");
      write(source, SENT);
      try (Link destination = destinationListener.accept()) {
        assertArrayEquals(REWRITTEN, read(destination, REWRITTEN.length));
        write(destination, ACCEPTED);
        assertArrayEquals(ACCEPTED, read(source, ACCEPTED.length));
      }
    }
    assertEquals(3, figures().saved("valid-sent"));
  }

  @Test
  void whatTheSourceSendsReachesTheDestinationThoughNoMoreComes() throws Exception {
    byte[] begin = HandmadeStream.bytes(HandmadeStream.BEGIN + HandmadeStream.RAM_START);
    try (Link source = relay.uri().connect()) {
      write(source, begin);
      try (Link destination = destinationListener.accept()) {
        // all but what is looked at to tell what follows
        assertArrayEquals(
            Arrays.copyOf(begin, begin.length - 5), read(destination, begin.length - 5));
      }
    }
    assertFails();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60, 2000, 4300, 4400})
  void sourceThatDiesEndsTheDestination(int bytes) throws Exception {
    byte[] cut = Arrays.copyOf(SENT, bytes);
    try (Link source = relay.uri().connect()) {
      write(source, cut);
    }
    try (Link destination = destinationListener.accept()) {
      byte[] came = readAll(destination);
      assertTrue(came.length < REWRITTEN.length, () -> came.length + " bytes");
    }
    assertFails();
  }

  @Test
  void destinationThatDiesEndsTheAnswersAndTheSource() throws Exception {
    byte[] page = HandmadeStream.bytes(HandmadeStream.RAM_PART);
    try (Link source = relay.uri().connect()) {
      write(source, HandmadeStream.bytes(HandmadeStream.BEGIN + HandmadeStream.RAM_START));
      destinationListener.accept().close();
      assertEquals(-1, source.read(ByteBuffer.allocate(1)));
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              write(source, page);
            }
          });
    }
    String told = assertFails().getMessage();
    assertTrue(told.endsWith("the destination left before the migration's end"), told);
  }

  @Test
  void refusalOfTheDestinationReachesTheSourceAndIsTold() throws Exception {
    try (Link source = relay.uri().connect()) {
      write(source, SENT);
      try (Link destination = destinationListener.accept()) {
        read(destination, REWRITTEN.length);
        write(destination, REFUSED);
      }
      assertArrayEquals(REFUSED, readAll(source));
    }
    Throwable refused = assertFails();
    assertTrue(refused.getMessage().endsWith("without having taken the guest"), refused::toString);
  }

  @Test
  void destinationThatIsNotThereEndsTheSource() throws Exception {
    destinationListener.close();
    try (Link source = relay.uri().connect()) {
      write(source, SENT);
      assertEnds(source);
    }
    assertTrue(assertFails().getMessage().startsWith("unix:"));
  }

  @Test
  void streamThatIsWrongIsNamedAndEndsBothSides() throws Exception {
    byte[] wrong = SENT.clone();
    wrong[4] = 1;
    try (Link source = relay.uri().connect()) {
      write(source, wrong);
      try (Link destination = destinationListener.accept()) {
        readAll(destination);
      }
      assertEnds(source);
    }
    assertInstanceOf(LoadException.class, assertFails());
  }

  @Test
  void peerThatLeavesWithoutAByteOnlyLooked() throws Exception {
    relay.uri().connect().close();
    try (Link source = relay.uri().connect()) {
      write(source, SENT);
      source.endOutput();
      try (Link destination = destinationListener.accept()) {
        assertArrayEquals(REWRITTEN, readAll(destination));
      }
    }
    assertEquals(3, figures().saved("valid-sent"));
  }

  @Test
  void slowDestinationHoldsTheSourceUp() throws Exception {
    byte[] page = HandmadeStream.bytes(HandmadeStream.RAM_PART);
    try (Link source = relay.uri().connect()) {
      write(source, HandmadeStream.bytes(HandmadeStream.BEGIN + HandmadeStream.RAM_START));
      try (Link destination = destinationListener.accept()) {
        FutureTask<Void> writer =
            new FutureTask<>(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    write(source, page);
                  }
                  return null;
                });
        Thread.ofPlatform().daemon().start(writer);
        assertThrows(
            java.util.concurrent.TimeoutException.class, () -> writer.get(1, TimeUnit.SECONDS));
        ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
        for (long left = 20_000L * page.length; left > 0; ) {
          left -= destination.read(piece.clear());
        }
        writer.get(20, TimeUnit.SECONDS);
      }
    }
    assertFails();
  }

  private RewriteFigures figures() throws Exception {
    return run.get(20, TimeUnit.SECONDS);
  }

  private Throwable assertFails() {
    return assertInstanceOf(
        IOException.class, assertThrows(ExecutionException.class, this::figures).getCause());
  }

  /** The peer has left: there is nothing to read, in one way or the other. */
  private static void assertEnds(Link link) {
    try {
      assertEquals(-1, link.read(ByteBuffer.allocate(1)));
    } catch (IOException reset) {
      assertTrue(reset.getMessage().contains("reset"), reset::toString);
    }
  }

  private static void write(Link link, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      link.write(left);
    }
  }

  private static byte[] read(Link link, int bytes) throws IOException {
    ByteBuffer got = ByteBuffer.allocate(bytes);
    while (got.hasRemaining() && link.read(got) >= 0) {
      // goes on until all is there
    }
    return Arrays.copyOf(got.array(), got.position());
  }

  private static byte[] readAll(Link link) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(1 << 16);
    while (link.read(piece.clear()) >= 0) {
      all.write(piece.array(), 0, piece.position());
    }
    return all.toByteArray();
  }
}
