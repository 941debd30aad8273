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
import org.savevm4j.harness.rewrite.RewriteFigures;

/** Two QEMUs with a relay between them: each learns of the other's end. */
@Timeout(300)
class RelayQemuIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final QemuOptions GUEST = QemuOptions.guest("fork").memory("256");

  @Test
  void guestGoesOnAtTheDestination() throws Exception {
    try (QemuProcess destination = QemuProcess.destination(GUEST);
        QemuProcess source = QemuProcess.boot(GUEST);
        LiveRelay relay = LiveRelay.before(PortOf.listening(destination))) {
      source.capability("return-path");
      destination.capability("return-path");
      migrateSlowly(source, relay, 3);
      source.parameter("max-bandwidth", 0);
      source.parameter("downtime-limit", 2000);
      source.awaitMigrated();
      RewriteFigures figures = relay.await();
      Beat first = destination.heartbeat().goesOnFrom(source.heartbeat().last(), 5);
      System.out.println(
          "qemu: relayed live: %d records came in %d bytes, %d went in %d; beat %d is the next"
              .formatted(
                  figures.loaded("records"),
                  figures.bytesIn(),
                  figures.saved("records"),
                  figures.bytesOut(),
                  first.count()));
      assertTrue(figures.loaded("records") > figures.saved("records"), "nothing changed under way");
    }
  }

  @Test
  void destinationThatDiesLeavesTheGuestAtTheSource() throws Exception {
    try (QemuProcess destination = QemuProcess.destination(GUEST);
        QemuProcess source = QemuProcess.boot(GUEST);
        LiveRelay relay = LiveRelay.before(PortOf.listening(destination))) {
      source.capability("return-path");
      destination.capability("return-path");
      migrateSlowly(source, relay, 2);
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
      migrateSlowly(source, relay, 2);
      source.kill();
      destination.handle().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThrows(ExecutionException.class, relay::await);
      System.out.println("qemu: source killed: " + destination.messages().strip());
    }
  }

  /** Begins a migration that goes on for ever, and waits until it is in its midst. */
  private static void migrateSlowly(QemuProcess source, LiveRelay relay, int passes)
      throws Exception {
    source.parameter("max-bandwidth", 16 << 20);
    source.parameter("downtime-limit", 1);
    source.migrate(relay.uri());
    source.awaitPass(passes);
  }
}
