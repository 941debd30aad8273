// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.board.Capabilities;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.demo.DemoOptions;
import org.savevm4j.harness.demo.EmulatorProcess;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An emulator process that may be killed, and its monitor. One thread. */
final class Victim implements AutoCloseable {

  /** How long a guest may take to change something. */
  private static final Duration LIFE_SIGN_LIMIT = Duration.ofSeconds(10);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Set<String> UNDER_WAY = Set.of("setup", "active", "device");

  private final EmulatorProcess process;
  private @Nullable QmpClient monitor;

  private Victim(EmulatorProcess process) {
    this.process = process;
  }

  /** Starts it, and does not wait until it is there. */
  static Victim start(String role, Path folder, DemoOptions options, List<String> arguments)
      throws IOException, DemoException {
    return new Victim(EmulatorProcess.start(role, folder, options, arguments));
  }

  EmulatorProcess process() {
    return process;
  }

  /** Its monitor; waits for it at first. */
  QmpClient monitor() throws IOException, QmpException, DemoException, InterruptedException {
    QmpClient open = monitor;
    if (open == null) {
      open = process.connect();
      monitor = open;
    }
    return open;
  }

  /** Tells it how to migrate, either way. */
  void setUp(boolean returnPath, long bandwidth, long downtimeLimit)
      throws IOException, QmpException, DemoException, InterruptedException {
    ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
    capabilities
        .withArray("capabilities")
        .addObject()
        .put("capability", Capabilities.EVENTS)
        .put("state", true);
    capabilities
        .withArray("capabilities")
        .addObject()
        .put("capability", Capabilities.RETURN_PATH)
        .put("state", returnPath);
    monitor().execute("migrate-set-capabilities", capabilities);
    setUpSpeed(bandwidth, downtimeLimit);
  }

  /**
   * Tells it how fast to migrate, also while it does.
   *
   * @param bandwidth bytes a second, 0 for no limit
   * @param downtimeLimit ms
   */
  void setUpSpeed(long bandwidth, long downtimeLimit)
      throws IOException, QmpException, DemoException, InterruptedException {
    monitor()
        .execute(
            "migrate-set-parameters",
            JsonNodeFactory.instance
                .objectNode()
                .put("max-bandwidth", bandwidth)
                .put("downtime-limit", downtimeLimit));
  }

  /** Whether a migration of its own has begun and not ended. */
  boolean underWay() throws IOException, QmpException, DemoException, InterruptedException {
    return UNDER_WAY.contains(state().migration());
  }

  /** {@code query-status} and {@code query-migrate} in one: both states, and the line if any. */
  State state() throws IOException, QmpException, DemoException, InterruptedException {
    JsonNode migration = monitor().execute("query-migrate");
    return new State(
        monitor().execute("query-status").path("status").asString(""),
        migration.path("status").asString(""),
        migration.path("error-desc").asString(""));
  }

  void cont() throws IOException, QmpException, DemoException, InterruptedException {
    monitor().execute("cont");
  }

  /**
   * Has the guest check all that it believes, and waits until it has changed something since.
   *
   * @throws DemoException if it does nothing
   */
  GuestFindings check() throws IOException, QmpException, DemoException, InterruptedException {
    JsonNode first = monitor().execute("x-guest-check");
    long deadline = System.nanoTime() + LIFE_SIGN_LIMIT.toNanos();
    JsonNode second = first;
    while (second.path("updates").asLong() <= first.path("updates").asLong()) {
      if (System.nanoTime() > deadline) {
        throw new DemoException("a guest that should run changes nothing: " + second);
      }
      process.letRun(LOOK_EVERY);
      second = monitor().execute("x-guest-check");
    }
    return new GuestFindings(
        first.path("checked").asLong(0) + second.path("checked").asLong(0),
        first.path("mismatches").asLong(-1) + second.path("mismatches").asLong(-1));
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  /** Makes sure that it is gone. */
  @Override
  public void close() throws IOException {
    try {
      process.kill();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      QmpClient open = monitor;
      if (open != null) {
        open.close();
      }
    }
  }

  /**
   * What an emulator says of itself.
   *
   * @param line of a migration that failed, or empty
   */
  record State(String status, String migration, String line) {}

  /**
   * What a guest found.
   *
   * @param checked mappings that were compared with memory
   */
  record GuestFindings(long checked, long mismatches) {

    static final GuestFindings NONE = new GuestFindings(0, 0);

    GuestFindings plus(GuestFindings other) {
      return new GuestFindings(checked + other.checked, mismatches + other.mismatches);
    }
  }
}
