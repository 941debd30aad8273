// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.tls.Certificates;
import org.savevm4j.harness.tls.TlsEndpoint;
import org.savevm4j.harness.tls.TlsOptions;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.TransportException;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsMigrationTest {

  @TempDir private Path folder;

  @Test
  void runningGuestMovesOverTlsAndNothingOfItGoesPlain() throws Exception {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (Emulator here =
            Emulator.open(StubOptions.booting(), link -> new RecordedLink(link, wire));
        Emulator there = Emulator.open(StubOptions.incoming("defer"))) {
      // slow enough for several passes
      here.parameters(ParameterChange.of(MigrationParameter.MAX_BANDWIDTH, 8L << 20));
      creds(here, TlsEndpoint.CLIENT, Certificates.CLIENT, true);
      creds(there, TlsEndpoint.SERVER, Certificates.SERVER, true);
      here.start();
      migrate(here, there, "tcp:127.0.0.1:0");

      assertEquals(RunStatus.POSTMIGRATE, here.status());
      assertTrue(here.queryMigrate().htab().get("passes") > 2, here.queryMigrate()::toString);
      assertTrue(here.queryMigrate().downtimeNanos() > 0);
      assertTrue(wire.size() > here.queryMigrate().ram().transferred(), "all goes through the tap");
      assertFalse(
          wire.toString(StandardCharsets.ISO_8859_1).contains("spapr/htab"), "it goes plain");
    }
  }

  @Test
  void socketFileHasTlsWithTheHostNameThatIsSet() throws Exception {
    String uri = "unix:" + folder.resolve("socket");
    try (Emulator here = Emulator.open(StubOptions.booting());
        Emulator there = Emulator.open(StubOptions.incoming("defer"))) {
      creds(here, TlsEndpoint.CLIENT, Certificates.CLIENT, true);
      creds(there, TlsEndpoint.SERVER, Certificates.ELSEWHERE, true);
      here.start();
      assertRefusal(
          "tls-creds is set: set return-path too, or a refusal may be heard too late",
          () -> here.migrate("tcp:127.0.0.1:1"));
      EmulatorException nameless = assertThrows(EmulatorException.class, () -> here.migrate(uri));
      assertEquals(
          "tls-creds is set, but " + uri + " names no host to check; set tls-hostname",
          nameless.getMessage());
      here.parameters(ParameterChange.of(TextParameter.TLS_HOSTNAME, "elsewhere.example"));
      migrate(here, there, uri);
    }
  }

  @Test
  void sidesThatAreToldNotToVerifyTakeWhoeverComes() throws Exception {
    try (Emulator here = Emulator.open(StubOptions.booting());
        Emulator there = Emulator.open(StubOptions.incoming("defer"))) {
      creds(here, TlsEndpoint.CLIENT, "", false);
      creds(there, TlsEndpoint.SERVER, Certificates.STRANGER, false);
      here.start();
      migrate(here, there, "tcp:127.0.0.1:0");
    }
  }

  @Test
  void ordersThatCannotHaveTlsAreRefusedAtOnceAndTheGuestRunsOn() throws Exception {
    try (Emulator emulator = Emulator.open(StubOptions.booting())) {
      emulator.start();
      assertRefusal(
          "there is no object 'tls'; object-add makes one",
          () -> emulator.parameters(ParameterChange.of(TextParameter.TLS_CREDS, "tls")));
      creds(emulator, TlsEndpoint.SERVER, Certificates.SERVER, true);
      assertRefusal(
          "tls-creds names 'tls', which is for endpoint=server;"
              + " here it takes one for endpoint=client",
          () -> emulator.migrate("tcp:127.0.0.1:1"));
      assertRefusal(
          "tls-creds is set, but file:/dev/null goes one way only",
          () -> emulator.migrate("file:/dev/null"));
      assertRefusal(
          "tls-creds names object 'tls'; set another, or none",
          () -> emulator.tlsObjects().remove("tls"));
      emulator.parameters(ParameterChange.of(TextParameter.TLS_CREDS, ""));
      emulator.tlsObjects().remove("tls");
      assertRefusal(
          "there is no object 'tls'; object-add makes one",
          () -> emulator.tlsObjects().remove("tls"));
      assertEquals(RunStatus.RUNNING, emulator.status());
    }
  }

  private static void assertRefusal(String line, org.junit.jupiter.api.function.Executable order) {
    assertEquals(line, assertThrows(EmulatorException.class, order).getMessage());
  }

  private void creds(Emulator emulator, TlsEndpoint endpoint, String own, boolean verifyPeer)
      throws Exception {
    Path files = folder.resolve(endpoint.qemuName());
    Certificates.write(files, Certificates.CA, own, endpoint);
    emulator.tlsObjects().add(new TlsObject("tls", new TlsOptions(files, endpoint, verifyPeer)));
    emulator.parameters(ParameterChange.of(TextParameter.TLS_CREDS, "tls"));
  }

  private static void migrate(Emulator here, Emulator there, String uri) throws Exception {
    here.capability("return-path", true);
    there.migrateIncoming(uri);
    MigrationWait left = MigrationWait.on(here);
    MigrationWait arrived = MigrationWait.on(there);
    here.migrate(String.valueOf(there.listensOn()));
    assertEquals("completed", left.await(), () -> here.queryMigrate().toString());
    assertEquals("completed", arrived.await(), () -> there.queryMigrate().toString());
    assertEquals(RunStatus.RUNNING, there.status());
    GuestCheckResult check = there.guestCheck();
    assertEquals(0, check.mismatches(), check::toString);
    assertTrue(check.checked() >= StubOptions.MEMORY >> 16, check::toString);
  }

  /** Keeps what is written. */
  private static final class RecordedLink extends LinkAround {

    private final ByteArrayOutputStream wire;

    RecordedLink(Link link, ByteArrayOutputStream wire) {
      super(link);
      this.wire = wire;
    }

    @Override
    public int write(ByteBuffer source) throws TransportException {
      ByteBuffer copy = source.duplicate();
      int count = super.write(source);
      byte[] written = new byte[count];
      copy.get(written);
      wire.writeBytes(written);
      return count;
    }
  }
}
