// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.savevm4j.harness.tls.Certificates;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.tls.TlsOptions;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.Listener;
import org.savevm4j.harness.transport.MigrationUri;

/** Lets each row about TLS in docs/failures.md happen; then the right ones migrate. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsFailuresTest {

  private static final long STALL_MILLIS = 400;

  @TempDir private Path folder;

  static List<TlsRow> rows() throws IOException {
    return TlsRow.read();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatTheDocumentSaysHappens(TlsRow row) throws Exception {
    try (FaultyWire wire = wire(row.fault());
        Emulator destination =
            Emulator.open(StubOptions.incoming("defer"), tap(row, wire.destinationTap()));
        Emulator source = Emulator.open(StubOptions.booting(), tap(row, wire.sourceTap()))) {
      WarnedLines lines = new WarnedLines();
      destination.addListener(lines);
      set(destination, row, row.fault().destination(), TlsEndpoint.SERVER);
      set(source, row, row.fault().source(), TlsEndpoint.CLIENT);
      destination.migrateIncoming("tcp:127.0.0.1:0");
      String uri = String.valueOf(destination.listensOn());
      source.addListener(wire);
      source.start();
      MigrationWait destinationEnd = MigrationWait.on(destination);
      MigrationWait sourceEnd = MigrationWait.on(source);
      source.migrate(uri);

      assertEquals("failed", sourceEnd.await());
      assertEquals("runs on", row.source().outcome());
      assertEquals(RunStatus.RUNNING, source.status());
      requireLine(row.source().line(), source.queryMigrate().errorDesc());
      if (row.destination().outcome().equals("gives up")) {
        assertEquals("failed", destinationEnd.await());
        requireLine(row.destination().line(), destination.queryMigrate().errorDesc());
      } else {
        assertEquals("listens on", row.destination().outcome());
        requireLine(row.destination().line(), lines.next());
        requireRightOnesMigrate(source, destination, uri, destinationEnd);
      }
      assertEquals(0, source.guestCheck().mismatches());
    }
  }

  @Test
  void migrationIsCancelledInItsHandshakeAndTheGuestRunsOn() throws Exception {
    try (FaultyWire wire = new FaultyWire(Fault.LINK_STALLED, FaultPhase.SETUP, broken());
        Emulator destination = Emulator.open(StubOptions.incoming("defer"), wire.destinationTap());
        Emulator source = Emulator.open(StubOptions.booting(), wire.sourceTap())) {
      source.capability("return-path", true);
      creds(destination, Certificates.SERVER, TlsEndpoint.SERVER);
      creds(source, Certificates.CLIENT, TlsEndpoint.CLIENT);
      destination.migrateIncoming("tcp:127.0.0.1:0");
      source.start();
      MigrationWait cancelled = MigrationWait.on(source);
      source.migrate(String.valueOf(destination.listensOn()));
      wire.awaitStrike();
      source.migrateCancel();
      assertEquals("cancelled", cancelled.await());
      assertEquals(RunStatus.RUNNING, source.status());
      assertEquals(0, source.guestCheck().mismatches());
    }
  }

  @Test
  void noFaultIsLeftOut() throws Exception {
    Set<String> expected =
        Stream.of(TlsFault.values())
            // a source with TLS must have a return path
            .map(fault -> fault + " true")
            .collect(Collectors.toSet());
    assertEquals(
        expected,
        rows().stream()
            .map(row -> row.fault() + " " + row.returnPath())
            .collect(Collectors.toSet()));
  }

  private void requireRightOnesMigrate(
      Emulator source, Emulator destination, String uri, MigrationWait destinationEnd)
      throws Exception {
    source.capability("return-path", true);
    creds(source, Certificates.CLIENT, TlsEndpoint.CLIENT);
    creds(destination, Certificates.SERVER, TlsEndpoint.SERVER);
    MigrationWait sourceEnd = MigrationWait.on(source);
    source.migrate(uri);
    assertEquals("completed", destinationEnd.await(), () -> "" + source.queryMigrate());
    // until then it may still be about to let go
    assertEquals("completed", sourceEnd.await());
    assertEquals(RunStatus.RUNNING, destination.status());
    assertEquals(0, destination.guestCheck().mismatches());
  }

  private FaultyWire wire(TlsFault fault) throws Exception {
    return new FaultyWire(
        fault.stalls() ? Fault.LINK_STALLED : Fault.LINK_CUT, fault.phase(), broken());
  }

  private static UnaryOperator<Link> tap(TlsRow row, UnaryOperator<Link> tap) {
    return row.fault().stalls() || row.fault().cuts() ? tap : UnaryOperator.identity();
  }

  /** A socket whose peer has left. */
  private Link broken() throws Exception {
    MigrationUri uri = MigrationUri.parse("unix:" + folder.resolve("broken"));
    try (Listener listener = uri.listen()) {
      Link broken = uri.connect();
      listener.accept().close();
      return broken;
    }
  }

  private void set(Emulator emulator, TlsRow row, @Nullable String own, TlsEndpoint endpoint)
      throws Exception {
    long stall = row.fault().stalls() ? STALL_MILLIS : 0;
    emulator.parameters(
        new ParameterChange(
            Map.of(
                MigrationParameter.MAX_BANDWIDTH,
                0L,
                MigrationParameter.STALL_TIMEOUT,
                stall,
                MigrationParameter.KEEP_ALIVE,
                0L),
            Map.of(),
            Map.of()));
    emulator.capability("return-path", row.returnPath());
    if (own != null) {
      creds(emulator, own, endpoint);
    }
  }

  private void creds(Emulator emulator, String own, TlsEndpoint endpoint) throws Exception {
    String id = "tls-" + own;
    if (!emulator.parameters().tls().creds().equals(id)) {
      Path files = folder.resolve(endpoint.qemuName() + "-" + own);
      Certificates.write(files, Certificates.CA, own, endpoint);
      emulator.tlsObjects().add(new TlsObject(id, new TlsOptions(files, endpoint, true)));
      emulator.parameters(ParameterChange.of(TextParameter.TLS_CREDS, id));
    }
  }

  private static void requireLine(@Nullable String expected, @Nullable String said) {
    assertTrue(expected != null && said != null && said.contains(expected), said);
    assertTrue(said.contains("tcp:127.0.0.1:") || !said.contains("refused"), said);
    assertEquals(1, said.lines().count());
  }

  /** What the emulator warns of, in its order. */
  private static final class WarnedLines implements EmulatorListener {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Nullable String next() throws InterruptedException {
      return lines.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public void warned(String line) {
      lines.add(line);
    }

    @Override
    public void stopped() {}

    @Override
    public void resumed() {}

    @Override
    public void migration(String status) {}

    @Override
    public void pass(long pass) {}
  }
}
