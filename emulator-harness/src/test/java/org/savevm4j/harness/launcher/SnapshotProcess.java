// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code pseries run} with the snapshots of a folder, and a connection to its monitor. */
final class SnapshotProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Process process;
  private final QmpClient client;

  private SnapshotProcess(Process process, QmpClient client) {
    this.process = process;
    this.client = client;
  }

  static Path snapshots(Path folder) {
    return folder.resolve("snapshots");
  }

  /** Starts an emulator of 64 MiB whose guest runs. */
  static SnapshotProcess start(Path folder, String socket, String... more) throws Exception {
    String uri = "unix:" + folder.resolve(socket);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("bin", "pseries").toAbsolutePath().toString(),
                "run",
                "--memory=64M",
                "--qmp=" + uri,
                "--snapshots=" + snapshots(folder)));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    boolean ready = false;
    try {
      QmpClient client = QmpClient.connect(MigrationUri.parse(uri), process.toHandle(), LIMIT);
      ready = true;
      return new SnapshotProcess(process, client);
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** What the human monitor says of a line. */
  String monitor(String line) throws IOException, QmpException, InterruptedException {
    return client
        .execute("human-monitor-command", MAPPER.createObjectNode().put("command-line", line))
        .stringValue();
  }

  /** The SHA-256 of each snapshot by its tag. */
  Map<String, String> snapshots() throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (JsonNode each : client.execute("x-query-snapshots")) {
      all.put(each.path("name").stringValue(), each.path("x-sha256").stringValue());
    }
    return all;
  }

  long mismatches() throws Exception {
    return client.execute("x-guest-check").path("mismatches").asLong(-1);
  }

  /** Saves over a snapshot again and again until the process ends; returns when that began. */
  void saveOnAndOn(String tag) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (monitor("savevm " + tag).isEmpty()) {
                  // once more
                }
              } catch (IOException | QmpException | InterruptedException _) {
                // the process is gone, as it was to be
              }
            });
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Whether a stream in the making was left in the folder. */
  static boolean hasDraft(Path folder) throws IOException {
    return list(folder).stream().anyMatch(name -> name.matches("[0-9]+\\.part"));
  }

  static List<String> streams(Path folder) throws IOException {
    return list(folder).stream().filter(name -> name.endsWith(".qevm")).toList();
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroyForcibly();
  }

  private static List<String> list(Path folder) throws IOException {
    if (!Files.isDirectory(snapshots(folder))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(snapshots(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
