// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * What a relay costs: a guest migrates to and fro over a limited link, with a relay and without one
 * in turn. Total time is the source's own, until the destination says that it has the guest.
 *
 * <p>Most of it is waiting for the limit, so it begins before all others and runs beside them, and
 * two guests share the pairs; what all those take from it they take from both of a pair.
 */
@Timeout(600)
@Order(1)
class RelayTimeQemuIT {

  private static final int PAIRS = 5;
  private static final long LEAST_MILLIS = 10_000;

  /** What the bandwidth is set for; QEMU may be faster, since it does not keep to it exactly. */
  private static final long GOAL_MILLIS = 13_500;

  /**
   * So long that the first round may do whenever its end comes: how many rounds it takes otherwise
   * is the guest's luck, and the totals of one guest would differ by two times for that alone.
   */
  private static final long DOWNTIME_MILLIS = 2_000;

  private static final double MOST = 1.10;
  private static final QemuOptions GUEST = QemuOptions.guest("idle").memory("256");

  @Test
  void relayAddsAtMostATenthToTheTotalTime() throws Exception {
    List<Pair> pairs = new ArrayList<>();
    try (ExecutorService guests = Executors.newFixedThreadPool(2)) {
      Future<List<Pair>> some = guests.submit(() -> migrateInTurn(PAIRS / 2));
      Future<List<Pair>> others = guests.submit(() -> migrateInTurn(PAIRS - PAIRS / 2));
      pairs.addAll(some.get());
      pairs.addAll(others.get());
    }
    List<Double> ratios = pairs.stream().map(Pair::ratio).sorted().toList();
    double median = ratios.get(PAIRS / 2);
    System.out.println(
        "qemu: the relay takes %.4f times as long, median of %s".formatted(median, ratios));
    assertTrue(
        pairs.stream().map(Pair::direct).sorted().toList().get(PAIRS / 2) >= LEAST_MILLIS,
        () -> "too short to compare, in ms: " + pairs);
    assertTrue(median <= MOST, () -> median + " times as long: " + ratios);
  }

  /** Boots a guest and migrates it so many times directly and relayed. */
  private static List<Pair> migrateInTurn(int number) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    try (QemuProcess source = QemuProcess.boot(GUEST)) {
      source.capability("return-path");
      source.parameter("downtime-limit", DOWNTIME_MILLIS);
      source.parameter("max-bandwidth", 0);
      JsonNode unlimited = migrate(source, false);
      source.parameter(
          "max-bandwidth", unlimited.path("ram").path("transferred").asLong() * 1000 / GOAL_MILLIS);
      while (pairs.size() < number) {
        Pair pair = new Pair(millis(migrate(source, false)), millis(migrate(source, true)));
        System.out.println(
            "qemu: %d ms directly, %d ms relayed".formatted(pair.direct, pair.relayed));
        pairs.add(pair);
      }
    }
    return pairs;
  }

  /** Total times in ms, one after the other, of the same guest. */
  private record Pair(long direct, long relayed) {

    double ratio() {
      return (double) relayed / direct;
    }
  }

  private static long millis(JsonNode migration) {
    return migration.path("total-time").asLong();
  }

  /** Migrates to a new destination that does not run, and lets the guest go on here. */
  private static JsonNode migrate(QemuProcess source, boolean relayed) throws Exception {
    try (QemuProcess destination = QemuProcess.destination(GUEST.with("-S"))) {
      destination.capability("return-path");
      String to = PortOf.listening(destination);
      if (relayed) {
        try (LiveRelay relay = LiveRelay.before(to)) {
          source.migrate(relay.uri());
          source.awaitMigrated();
          relay.await();
        }
      } else {
        source.migrate(to);
        source.awaitMigrated();
      }
      destination.awaitMigrated();
    }
    JsonNode migration = source.execute("query-migrate");
    source.cont();
    source.heartbeat().await(source.heartbeat().beats() + 1);
    return migration;
  }
}
