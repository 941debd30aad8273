// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.rewrite.Relay;
import org.savevm4j.harness.rewrite.RewriteFigures;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.transport.MigrationUri;

/** Two of our own machines, with a relay between them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RelayedMigrationTest {

  @TempDir Path folder;

  @Test
  void guestGoesOnAtTheDestinationWithAllThatItBelieves() throws Exception {
    try (Emulator destination = Emulator.open(StubOptions.incoming(uri("there")));
        Relay relay = relay();
        Emulator source = slow()) {
      FutureTask<RewriteFigures> run = start(relay);
      source.capability("return-path", true);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      source.migrate(uri("relay"));

      assertEquals("completed", sourceEnd.await(), () -> source.queryMigrate().toString());
      assertEquals(RunStatus.RUNNING, destination.status());
      GuestCheckResult check = destination.guestCheck();
      assertEquals(0, check.mismatches(), check::toString);
      RewriteFigures figures = run.get(20, TimeUnit.SECONDS);
      assertTrue(
          figures.loaded("records") > figures.saved("records"),
          "records of later passes are not told again: " + figures);
    }
  }

  @Test
  void destinationThatIsClosedLeavesTheGuestAtTheSource() throws Exception {
    Emulator destination = Emulator.open(StubOptions.incoming(uri("there")));
    try (Relay relay = relay();
        Emulator source = slow()) {
      FutureTask<RewriteFigures> run = start(relay);
      source.capability("return-path", true);
      source.start();
      MigrationWait sourceEnd = MigrationWait.on(source);
      source.migrate(uri("relay"));
      destination.close();

      assertEquals("failed", sourceEnd.await());
      assertEquals(RunStatus.RUNNING, source.status());
      assertEquals(0, source.guestCheck().mismatches());
      assertThrows(ExecutionException.class, () -> run.get(20, TimeUnit.SECONDS));
    } finally {
      destination.close();
    }
  }

  private static Emulator slow() throws Exception {
    Emulator source = Emulator.open(StubOptions.booting());
    source.parameters(new MigrationParameters(8L << 20, 1000));
    return source;
  }

  private Relay relay() throws Exception {
    return Relay.listen(MigrationUri.parse(uri("relay")), MigrationUri.parse(uri("there")));
  }

  private static FutureTask<RewriteFigures> start(Relay relay) {
    FutureTask<RewriteFigures> run = new FutureTask<>(relay::run);
    Thread.ofPlatform().daemon().start(run);
    return run;
  }

  private String uri(String name) {
    return "unix:" + folder.resolve(name);
  }
}
