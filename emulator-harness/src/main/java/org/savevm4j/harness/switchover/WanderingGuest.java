// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.savevm4j.harness.board.Capabilities;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.demo.DemoOptions;
import org.savevm4j.harness.demo.EmulatorProcess;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.links.CarriedLink;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.qmp.SocketAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A guest that goes from one emulator process to the next, each of which ends when it is gone. One
 * thread.
 */
final class WanderingGuest implements AutoCloseable {

  /** RAM in bytes is the table's, shifted by this: the rule for a table's size. */
  private static final int RAM_SHIFT = 7;

  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration MOVE_LIMIT = Duration.ofMinutes(3);
  private static final double BITS_PER_BYTE = 8;
  private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

  private final Path folder;
  private final DemoOptions options;
  private EmulatorProcess here;
  private QmpClient monitor;
  private int moves;

  private WanderingGuest(
      Path folder, DemoOptions options, EmulatorProcess here, QmpClient monitor) {
    this.folder = folder;
    this.options = options;
    this.here = here;
    this.monitor = monitor;
  }

  /** Boots a guest with a table of 2^{@code shift} bytes and the RAM that goes with it. */
  static WanderingGuest boot(SwitchoverOptions options, int shift, long rate)
      throws IOException, QmpException, DemoException, InterruptedException {
    Workload workload = rate == 0 ? Workload.IDLE : Workload.MIX;
    DemoOptions demo =
        new DemoOptions(
            options.launcher(),
            List.of(
                "--memory=" + (1L << shift + RAM_SHIFT),
                "--workload=" + workload.kebabName(),
                "--update-rate=" + rate,
                "--htab-shift=" + shift),
            rate > 0,
            options.showErrors());
    Path folder = Files.createTempDirectory("pseries-bench");
    EmulatorProcess first = EmulatorProcess.start("e0", folder, demo, List.of());
    QmpClient monitor = null;
    try {
      monitor = first.connect();
      setUp(monitor);
      return new WanderingGuest(folder, demo, first, monitor);
    } finally {
      if (monitor == null) {
        first.end();
      }
    }
  }

  /**
   * Migrates it to a new process, and ends the old one.
   *
   * @param linkBits as in {@link SwitchoverOptions#linkBits}
   */
  SwitchoverFigures move(long linkBits)
      throws IOException, QmpException, DemoException, InterruptedException {
    here.letRun(WARM_UP);
    moves++;
    EmulatorProcess there =
        EmulatorProcess.start("e" + moves, folder, options, List.of("--incoming", "defer"));
    boolean arrived = false;
    try {
      QmpClient next = there.connect();
      setUp(next);
      SwitchoverFigures figures =
          linkBits == SwitchoverOptions.UNLIMITED
              ? migrate(next, listen(next, "tcp:127.0.0.1:0"))
              : migrateSlowly(next, linkBits / BITS_PER_BYTE);
      leave();
      here = there;
      monitor = next;
      arrived = true;
      return figures;
    } finally {
      if (!arrived) {
        there.end();
      }
    }
  }

  /** Has the guest check all that it believes. */
  void check() throws IOException, QmpException, DemoException, InterruptedException {
    JsonNode check = monitor.execute("x-guest-check");
    if (check.path("mismatches").asLong(-1) != 0) {
      throw new DemoException("the guest is not as it was before it migrated: " + check);
    }
  }

  @Override
  public void close() throws IOException {
    leave();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void leave() throws IOException {
    monitor.close();
    here.end();
  }

  private SwitchoverFigures migrateSlowly(QmpClient next, double bytesPerSecond)
      throws IOException, QmpException, DemoException, InterruptedException {
    Path near = folder.resolve("near" + moves);
    Path far = folder.resolve("far" + moves);
    listen(next, "unix:" + far);
    try (CarriedLink link = CarriedLink.slow(near, far, bytesPerSecond)) {
      SwitchoverFigures figures = migrate(next, "unix:" + near);
      link.requireWhole();
      return figures;
    } finally {
      Files.deleteIfExists(near);
      Files.deleteIfExists(far);
    }
  }

  private SwitchoverFigures migrate(QmpClient next, String uri)
      throws IOException, QmpException, DemoException, InterruptedException {
    monitor.execute("migrate", uri(uri));
    JsonNode source = awaitEnd(monitor);
    return SwitchoverFigures.of(source, awaitEnd(next));
  }

  private static JsonNode awaitEnd(QmpClient emulator)
      throws IOException, QmpException, InterruptedException, DemoException {
    long deadline = System.nanoTime() + MOVE_LIMIT.toNanos();
    JsonNode report = emulator.execute("query-migrate");
    while (!ENDED.contains(report.path("status").asString(""))) {
      if (System.nanoTime() > deadline) {
        throw new DemoException(
            "the migration did not end within " + MOVE_LIMIT.toSeconds() + " s: " + report);
      }
      emulator.awaitEvent("MIGRATION", LOOK_EVERY);
      report = emulator.execute("query-migrate");
    }
    if (!report.path("status").asString("").equals("completed")) {
      throw new DemoException("the migration ended otherwise than completed: " + report);
    }
    return report;
  }

  private static String listen(QmpClient next, String uri)
      throws IOException, QmpException, InterruptedException, DemoException {
    next.execute("migrate-incoming", uri(uri));
    JsonNode report = next.execute("query-migrate");
    String place = SocketAddress.uriIn(report);
    if (place == null) {
      throw new DemoException("the destination does not say where it listens: " + report);
    }
    return place;
  }

  /** Events and a return path, and no limit but the link's. */
  private static void setUp(QmpClient emulator)
      throws IOException, QmpException, InterruptedException {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    for (String name : List.of(Capabilities.EVENTS, Capabilities.RETURN_PATH)) {
      arguments.withArray("capabilities").addObject().put("capability", name).put("state", true);
    }
    emulator.execute("migrate-set-capabilities", arguments);
    emulator.execute(
        "migrate-set-parameters", JsonNodeFactory.instance.objectNode().put("max-bandwidth", 0));
  }

  private static ObjectNode uri(String uri) {
    return JsonNodeFactory.instance.objectNode().put("uri", uri);
  }
}
