// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two QEMUs with a relay between them: each learns of the other's end. */
@Timeout(300)
class RelayQemuIT {

  private static final int HEAP_MEBIBYTES = 24;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final QemuOptions GUEST = QemuOptions.guest("fork").memory("256");

  @Test
  void guestGoesOnAtTheDestinationAndTheRelayHoldsNotItsMemory() throws Exception {
    try (QemuProcess destination = QemuProcess.destination(GUEST);
        QemuProcess source = QemuProcess.boot(GUEST);
        RelayProcess relay = RelayProcess.before(PortOf.listening(destination), HEAP_MEBIBYTES)) {
      source.capability("return-path");
      destination.capability("return-path");
      migrateSlowly(source, relay.uri(), 3);
      long peak = relay.peakKibibytes();
      source.parameter("max-bandwidth", 0);
      source.parameter("downtime-limit", 2000);
      source.awaitMigrated();
      String said = relay.await();
      Beat first = destination.heartbeat().goesOnFrom(source.heartbeat().last(), 5);
      System.out.println("qemu: relayed live, beat " + first.count() + " is the next: " + said);
      System.out.println(
          "qemu: the relay had %d MiB at most, %d MiB of it for objects; the guest's RAM is 256 MiB"
              .formatted(peak >> 10, HEAP_MEBIBYTES));
      assertTrue(peak >> 10 < 256, () -> peak + " KiB");
    }
  }

  @Test
  void destinationThatDiesLeavesTheGuestAtTheSource() throws Exception {
    try (QemuProcess destination = QemuProcess.destination(GUEST);
        QemuProcess source = QemuProcess.boot(GUEST);
        LiveRelay relay = LiveRelay.before(PortOf.listening(destination))) {
      source.capability("return-path");
      destination.capability("return-path");
      migrateSlowly(source, relay.uri(), 2);
      destination.kill();
      assertEquals("failed", source.awaitMigrationEnd(LIMIT));
      ExecutionException told = assertThrows(ExecutionException.class, relay::await);
      Beat last = source.heartbeat().last();
      Beat later = source.heartbeat().await(source.heartbeat().beats() + 5);
      assertEquals(last.sum(), later.sum(), "memory has changed");
      System.out.println(
          "qemu: destination killed: the source says failed, %s, the relay says \"%s\", beat %d"
              .formatted(
                  source.execute("query-status").path("status").asString(),
                  told.getCause().getMessage(),
                  later.count()));
    }
  }

  @Test
  void sourceThatDiesEndsTheDestination() throws Exception {
    try (QemuProcess destination = QemuProcess.destination(GUEST);
        QemuProcess source = QemuProcess.boot(GUEST);
        LiveRelay relay = LiveRelay.before(PortOf.listening(destination))) {
      migrateSlowly(source, relay.uri(), 2);
      source.kill();
      destination.handle().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThrows(ExecutionException.class, relay::await);
      System.out.println("qemu: source killed: " + destination.messages().strip());
    }
  }

  /** Begins a migration that goes on for ever, and waits until it is in its midst. */
  private static void migrateSlowly(QemuProcess source, String uri, int passes) throws Exception {
    source.parameter("max-bandwidth", 16 << 20);
    source.parameter("downtime-limit", 1);
    source.migrate(uri);
    source.awaitPass(passes);
  }
}
