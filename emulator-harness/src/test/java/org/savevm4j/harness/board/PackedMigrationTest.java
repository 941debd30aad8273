// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.savevm.MigrationParameters;

/** The table in packed blocks, where both sides have it on; a clear word where only one has. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PackedMigrationTest {

  private static final String PACKED = "x-htab-packed";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void guestArrivesWholeInFewerBytes(HtabAccess access) throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri).withHtabBackend(access));
        Emulator source = Emulator.open(StubOptions.booting().withHtabBackend(access))) {
      source.capability(PACKED, true);
      destination.capability(PACKED, true);
      source.capability("return-path", true);
      source.parameters(new MigrationParameters(16L << 20, 250));
      source.start();
      migrate(source, destination, uri);
      assertEquals(0, destination.guestCheck().mismatches());
      Map<String, Long> htab = source.queryMigrate().htab();
      long classic = 8 * htab.get("records") + 16 * htab.get("valid-sent");
      assertTrue(htab.get("transferred") < classic / 2, htab + " of " + classic + " bytes");
    }
  }

  @Test
  void sourceAloneIsToldWhatToSetAndGoesOn() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming("defer"));
        Emulator source = Emulator.open(StubOptions.booting())) {
      destination.migrateIncoming(uri);
      source.capability(PACKED, true);
      source.capability("return-path", true);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      MigrationWait destinationEnd = MigrationWait.on(destination);
      source.migrate(uri);
      assertEquals("failed", sourceEnd.await());
      assertEquals("failed", destinationEnd.await());
      assertEquals(
          "the destination gave up: it has other capabilities of sections on; set the same x-*"
              + " capabilities on both sides",
          source.queryMigrate().errorDesc());
      assertEquals(
          "the capability x-htab-packed is on at the source and off here: set it on both sides, or"
              + " on none",
          destination.queryMigrate().errorDesc());
      assertEquals(RunStatus.RUNNING, source.status());

      source.capability(PACKED, false);
      String second = "unix:" + folder.resolve("second");
      destination.migrateIncoming(second);
      migrate(source, destination, second);
      assertEquals(0, destination.guestCheck().mismatches());
    }
  }

  @Test
  void destinationAloneRefusesWithoutAReturnPathToo() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      destination.capability(PACKED, true);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      MigrationWait destinationEnd = MigrationWait.on(destination);
      source.migrate(uri);
      assertEquals("failed", destinationEnd.await());
      assertEquals(
          "the capability x-htab-packed is off at the source and on here: set it on both sides, or"
              + " on none",
          destination.queryMigrate().errorDesc());
      assertEquals("failed", sourceEnd.await());
      assertEquals(RunStatus.RUNNING, source.status());
    }
  }

  private static void migrate(Emulator source, Emulator destination, String uri) throws Exception {
    MigrationWait sourceEnd = MigrationWait.on(source);
    MigrationWait destinationEnd = MigrationWait.on(destination);
    source.migrate(uri);
    assertEquals("completed", sourceEnd.await(), () -> source.queryMigrate().toString());
    assertEquals("completed", destinationEnd.await(), () -> destination.queryMigrate().toString());
  }
}
