// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Capabilities;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.qmp.SocketAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The steps of one demonstration, on the thread that runs it; once. */
public final class Demo {

  private static final Duration WARM_UP = Duration.ofMillis(1500);
  private static final Duration RUN_ON = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration MIGRATION_LIMIT = Duration.ofMinutes(1);
  private static final Duration GUEST_LIMIT = Duration.ofSeconds(10);
  private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

  private final Progress progress;
  private final EmulatorPair pair;
  private final boolean active;
  private final @Nullable Path report;

  private Demo(DemoOptions options, Progress progress, EmulatorPair pair) {
    this.active = options.active();
    this.report = options.report();
    this.progress = progress;
    this.pair = pair;
  }

  /**
   * Demonstrates, in some seconds.
   *
   * @throws DemoException when an emulator fails or the guest does not run
   * @throws QmpException when an emulator refuses what it is asked for
   */
  public static DemoResult run(DemoOptions options, Progress progress)
      throws IOException, QmpException, DemoException, InterruptedException {
    try (EmulatorPair pair = EmulatorPair.start(options)) {
      progress.step("starting two emulators");
      return new Demo(options, progress, pair).run();
    } finally {
      progress.close();
    }
  }

  private DemoResult run() throws IOException, QmpException, DemoException, InterruptedException {
    try (QmpClient source = pair.source().connect();
        QmpClient destination = pair.destination().connect()) {
      progress.step("the guest runs at the source");
      long begun = updates(source);
      long from = System.nanoTime();
      pair.source().letRun(WARM_UP);
      double seconds = (System.nanoTime() - from) / 1e9;
      long before = awaitUpdates(source, pair.source(), begun);
      double rate = (before - begun) / seconds;

      setCapabilities(source);
      setCapabilities(destination);
      source.execute("migrate", uri(listen(destination)));
      JsonNode migration = awaitEnd(source);
      if (!migration.path("status").asString("").equals("completed")) {
        throw new DemoException(
            "the migration ended as "
                + migration.path("status").asString("")
                + ": "
                + migration.path("error-desc").asString("no reason was given")
                + DemoReport.of(pair, report).words());
      }
      progress.step("the guest runs at the destination");
      long arrived = updates(destination);
      pair.destination().letRun(RUN_ON);
      awaitUpdates(destination, pair.destination(), arrived);
      progress.step("checking what the guest believes");
      JsonNode check = destination.execute("x-guest-check");
      return new DemoResult(
          migration,
          check,
          rate,
          check.path("updates").asLong(arrived) - arrived,
          DemoReport.of(pair, report));
    }
  }

  /** Lets the destination listen on a port that is free, and asks for that. */
  private static String listen(QmpClient destination)
      throws IOException, QmpException, InterruptedException, DemoException {
    destination.execute("migrate-incoming", uri("tcp:127.0.0.1:0"));
    JsonNode report = destination.execute("query-migrate");
    String uri = SocketAddress.uriIn(report);
    if (uri == null) {
      throw new DemoException("the destination does not say where it listens: " + report);
    }
    return uri;
  }

  private JsonNode awaitEnd(QmpClient source)
      throws IOException, QmpException, InterruptedException, DemoException {
    long deadline = System.nanoTime() + MIGRATION_LIMIT.toNanos();
    ReportedProgress reported = new ReportedProgress();
    while (true) {
      JsonNode event = source.awaitEvent("MIGRATION", LOOK_EVERY);
      JsonNode report = source.execute("query-migrate");
      if (ENDED.contains(report.path("status").asString(""))) {
        return report;
      }
      List<String> parts = reported.look(report);
      progress.show(() -> parts);
      if (event == null) {
        pair.destination().checkAlive();
      }
      if (System.nanoTime() > deadline) {
        throw new DemoException(
            "the migration did not end within "
                + MIGRATION_LIMIT.toSeconds()
                + " s; the guest changes more than can be sent: lower --update-rate");
      }
    }
  }

  /** Changed slots since the guest's boot, which grow beyond {@code old} while it is active. */
  private long awaitUpdates(QmpClient monitor, EmulatorProcess process, long old)
      throws IOException, QmpException, InterruptedException, DemoException {
    long deadline = System.nanoTime() + GUEST_LIMIT.toNanos();
    long now = updates(monitor);
    while (active && now <= old) {
      if (System.nanoTime() > deadline) {
        throw new DemoException(
            "the guest did nothing for " + GUEST_LIMIT.toSeconds() + " s: its updates stay " + old);
      }
      process.letRun(LOOK_EVERY);
      now = updates(monitor);
    }
    return now;
  }

  private static long updates(QmpClient monitor)
      throws IOException, QmpException, InterruptedException {
    return monitor.execute("x-guest-check").path("updates").asLong(0);
  }

  private static void setCapabilities(QmpClient monitor)
      throws IOException, QmpException, InterruptedException {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    for (String name : List.of(Capabilities.EVENTS, Capabilities.RETURN_PATH)) {
      arguments.withArray("capabilities").addObject().put("capability", name).put("state", true);
    }
    monitor.execute("migrate-set-capabilities", arguments);
  }

  private static ObjectNode uri(String uri) {
    return JsonNodeFactory.instance.objectNode().put("uri", uri);
  }
}
