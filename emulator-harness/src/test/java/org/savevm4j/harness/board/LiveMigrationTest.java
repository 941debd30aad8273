// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.SectionDowntime;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LiveMigrationTest {

  @TempDir Path folder;

  @Test
  void guestGoesOnAtTheDestinationWithAllThatItBelieves() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      source.capability("return-path", true);
      source.start();
      migrate(source, destination, uri);

      assertEquals(RunStatus.POSTMIGRATE, source.status());
      assertEquals(RunStatus.RUNNING, destination.status());
      MigrationInfo info = source.queryMigrate();
      assertTrue(info.downtimeNanos() > 0);
      assertPartOfDowntime(info, info);
      assertPartOfDowntime(destination.queryMigrate(), info);
      assertSound(destination);
    }
  }

  @Test
  void slowLinkTakesSeveralPassesAndLosesNothing() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      source.capability("return-path", true);
      source.parameters(new MigrationParameters(4L << 20, 1000));
      source.start();
      migrate(source, destination, uri);

      MigrationInfo info = source.queryMigrate();
      assertTrue(info.htab().get("passes") > 2, info::toString);
      assertTrue(info.htab().get("invalid-sent") > 0, "later passes sent changes: " + info);
      assertSound(destination);
    }
  }

  @Test
  void guestMovesOnAndOnFromMachineToMachine() throws Exception {
    Emulator here = Emulator.open(StubOptions.booting());
    try {
      here.start();
      for (int hop = 0; hop < 4; hop++) {
        String uri = "unix:" + folder.resolve("hop" + hop);
        Emulator there = Emulator.open(StubOptions.incoming(uri));
        here.capability("return-path", true);
        migrate(here, there, uri);
        here.close();
        here = there;
        assertSound(here);
      }
    } finally {
      here.close();
    }
  }

  @Test
  void pausedGuestArrivesPaused() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri));
        Emulator source = Emulator.open(StubOptions.booting())) {
      source.start();
      source.stop();
      long updates = source.guestCheck().updates();
      migrate(source, destination, uri);

      assertEquals(RunStatus.PAUSED, destination.status());
      assertEquals(updates, destination.guestCheck().updates());
      assertSound(destination);
    }
  }

  private static void migrate(Emulator source, Emulator destination, String uri) throws Exception {
    MigrationWait sourceEnd = MigrationWait.on(source);
    MigrationWait destinationEnd = MigrationWait.on(destination);
    source.migrate(uri);
    assertEquals("completed", sourceEnd.await(), () -> source.queryMigrate().toString());
    assertEquals("completed", destinationEnd.await(), () -> destination.queryMigrate().toString());
  }

  /** The table's time at one side while the guest stood: some, and not more than all of it. */
  private static void assertPartOfDowntime(MigrationInfo side, MigrationInfo source) {
    long nanos = side.htab().getOrDefault(SectionDowntime.NAME, 0L);
    assertTrue(nanos > 0 && nanos < source.downtimeNanos(), () -> side + " of " + source);
  }

  private static void assertSound(Emulator emulator) throws EmulatorException {
    GuestCheckResult check = emulator.guestCheck();
    assertEquals(0, check.mismatches(), check::toString);
    assertTrue(check.checked() >= StubOptions.MEMORY >> 16, check::toString);
  }
}
