// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A QEMU that we started. Ends with {@link #close}, and with this JVM. */
final class QemuProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Beats after which a guest counts as up. */
  private static final int UP = 3;

  /** Without news for so long, the state is asked for. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Path folder;
  private final Process process;
  private final Thread orphans;
  private final QmpClient monitor;
  private final Heartbeat heartbeat;
  private int sinks;

  private QemuProcess(Path folder, Process process) throws Exception {
    this.folder = folder;
    this.process = process;
    orphans = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(orphans);
    heartbeat = new Heartbeat(process.inputReader());
    boolean ready = false;
    try {
      monitor =
          QmpClient.connect(
              MigrationUri.parse("unix:" + folder.resolve("qmp")), process.toHandle(), LIMIT);
      capability("events");
      ready = true;
    } catch (IOException e) {
      throw new IOException(e.getMessage() + ": " + messages(), e);
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  /** Starts it; the guest begins to boot. */
  static QemuProcess start(QemuOptions options) throws Exception {
    Path folder = Files.createTempDirectory("qemu");
    List<String> command = new ArrayList<>(options.command());
    command.addAll(List.of("-qmp", "unix:" + folder.resolve("qmp") + ",server=on,wait=off"));
    return new QemuProcess(
        folder,
        new ProcessBuilder(command)
            .redirectError(Redirect.to(folder.resolve("messages").toFile()))
            .start());
  }

  /** Starts it and waits until its guest beats. */
  static QemuProcess boot(QemuOptions options) throws Exception {
    QemuProcess qemu = start(options);
    boolean up = false;
    try {
      qemu.heartbeat.await(UP);
      up = true;
      return qemu;
    } finally {
      if (!up) {
        qemu.close();
      }
    }
  }

  /** Starts it as a destination, which waits for {@link #incoming}. */
  static QemuProcess destination(QemuOptions options) throws Exception {
    return start(options.with("-incoming", "defer"));
  }

  /** Starts it and loads a file; the guest goes on from there unless {@code -S} is an option. */
  static QemuProcess load(QemuOptions options, Path file) throws Exception {
    QemuProcess qemu = destination(options);
    boolean loaded = false;
    try {
      qemu.incoming("exec:cat '" + file.toAbsolutePath() + "'");
      qemu.awaitMigrated();
      loaded = true;
      return qemu;
    } finally {
      if (!loaded) {
        qemu.close();
      }
    }
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** What it wrote to standard error. */
  String messages() throws IOException {
    return Files.readString(folder.resolve("messages"));
  }

  /** Executes a command; {@code arguments} are names and values in turn. */
  JsonNode execute(String command, Object... arguments)
      throws IOException, QmpException, InterruptedException {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    for (int i = 0; i < arguments.length; i += 2) {
      object.set((String) arguments[i], JsonMapper.shared().valueToTree(arguments[i + 1]));
    }
    return monitor.execute(command, object);
  }

  /** Sends a line to the human monitor and answers its text. */
  String human(String line) throws IOException, QmpException, InterruptedException {
    return execute("human-monitor-command", "command-line", line).asString();
  }

  void capability(String name) throws IOException, QmpException, InterruptedException {
    ObjectNode on = JsonMapper.shared().createObjectNode();
    on.put("capability", name).put("state", true);
    execute("migrate-set-capabilities", "capabilities", List.of(on));
  }

  void stop() throws IOException, QmpException, InterruptedException {
    execute("stop");
  }

  void cont() throws IOException, QmpException, InterruptedException {
    execute("cont");
  }

  /** Starts to take a stream in; {@link #awaitMigrated} waits for its end. */
  void incoming(String uri) throws IOException, QmpException, InterruptedException {
    execute("migrate-incoming", "uri", uri);
  }

  /** Starts to send; {@link #awaitMigrated} waits for the end. */
  void migrate(String uri) throws IOException, QmpException, InterruptedException {
    while (monitor.awaitEvent("MIGRATION_PASS", Duration.ZERO) != null) {
      // it was of a migration before
    }
    execute("migrate", "uri", uri);
  }

  /** Waits for the end of a migration, and fails unless it is a good one. */
  void awaitMigrated() throws IOException, InterruptedException {
    String status = awaitMigrationEnd(LIMIT);
    assertEquals("completed", status, messages());
  }

  /**
   * Waits for the end of a migration in either direction.
   *
   * @return {@code completed}, {@code failed} or {@code cancelled}
   */
  String awaitMigrationEnd(Duration limit) throws IOException, InterruptedException {
    while (true) {
      JsonNode event;
      try {
        event = monitor.awaitEvent("MIGRATION", limit);
      } catch (IOException e) {
        throw new IOException("QEMU is gone: " + messages(), e);
      }
      assertTrue(event != null, "the migration does not end");
      String status = event.path("data").path("status").asString();
      if (List.of("completed", "failed", "cancelled").contains(status)) {
        return status;
      }
    }
  }

  /** Migrates into a file and waits until it is whole; answers its bytes. */
  long save(Path file) throws Exception {
    Path socket = folder.resolve("sink" + sinks++);
    try (StreamSink sink = new StreamSink(socket, file)) {
      migrate(sink.uri());
      awaitMigrated();
      return sink.await();
    }
  }

  /**
   * The same for a guest that runs on until {@code passes} laps over its RAM were begun, or too
   * little is left for another.
   *
   * @param bytesPerSecond slow enough that the guest has time to change pages
   */
  long save(Path file, int passes, long bytesPerSecond) throws Exception {
    parameter("max-bandwidth", bytesPerSecond);
    parameter("downtime-limit", 1);
    Path socket = folder.resolve("sink" + sinks++);
    try (StreamSink sink = new StreamSink(socket, file)) {
      migrate(sink.uri());
      awaitPass(passes);
      parameter("max-bandwidth", 0);
      parameter("downtime-limit", 2000);
      awaitMigrated();
      return sink.await();
    }
  }

  void parameter(String name, long value) throws IOException, QmpException, InterruptedException {
    execute("migrate-set-parameters", name, value);
  }

  /**
   * Waits until an outgoing migration has begun this lap over RAM, counted from 1, or has ended
   * since its guest left too little for another.
   */
  void awaitPass(int pass) throws IOException, QmpException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    boolean goesOn = true;
    for (long seen = 0; seen < pass && goesOn; ) {
      JsonNode event = monitor.awaitEvent("MIGRATION_PASS", LOOK);
      if (event != null) {
        seen = event.path("data").path("pass").asLong();
      } else {
        assertTrue(System.nanoTime() < end, "the migration does not go on");
        String status = execute("query-migrate").path("status").asString();
        goesOn = List.of("setup", "active").contains(status);
      }
    }
  }

  /** Digests guest memory from real address 0 on, as QEMU itself dumps it. The guest is paused. */
  String memorySha256(long bytes) throws Exception {
    Path dump = folder.resolve("memory");
    execute("pmemsave", "val", 0, "size", bytes, "filename", dump.toString());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (FileChannel channel = FileChannel.open(dump)) {
      ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
      while (channel.read(piece.clear()) >= 0) {
        digest.update(piece.flip());
      }
    }
    Files.delete(dump);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Ends it at once, as a crash would. */
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws IOException {
    try (monitor) {
      kill();
    }
    Runtime.getRuntime().removeShutdownHook(orphans);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
