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
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LiveMigrationTest {

  private static final long MEMORY = 128L << 20;

  @TempDir Path folder;

  @Test
  void guestGoesOnAtTheDestinationWithAllThatItBelieves() throws Exception {
    String uri = "unix:" + folder.resolve("migration");
    try (Emulator destination = Emulator.open(options(uri));
        Emulator source = Emulator.open(options(null))) {
      source.capability("return-path", true);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      MigrationWait destinationEnd = MigrationWait.on(destination);
      source.migrate(uri);

      assertEquals("completed", sourceEnd.await(), () -> source.queryMigrate().toString());
      assertEquals("completed", destinationEnd.await());
      assertEquals(RunStatus.POSTMIGRATE, source.status());
      assertEquals(RunStatus.RUNNING, destination.status());
      assertTrue(source.queryMigrate().htab().get("passes") > 1);
      GuestCheckResult check = destination.guestCheck();
      assertEquals(0, check.mismatches(), check::toString);
      assertTrue(check.checked() > MEMORY >> 16, check::toString);
    }
  }

  private static EmulatorOptions options(String incoming) {
    return new EmulatorOptions(
        MEMORY, 1, null, incoming, false, new GuestOptions(Workload.MIX, 50_000, 1));
  }
}
