// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.plugins.PluginJar;
import org.savevm4j.harness.qmp.QmpClient;
import org.savevm4j.harness.transport.MigrationUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The runtime image, where it was moved to, on a computer that has no Java otherwise. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class ImageIT {

  private static final String STREAM =
      Path.of("..", "spapr-htab-plugin", "src", "test", "resources", "streams")
          .resolve("qemu-10.0-linux-1g-fork.qevm")
          .toAbsolutePath()
          .toString();

  /** The section that the README shows. */
  private static final Path SCRATCHPAD =
      Path.of("src", "test", "java", "org", "savevm4j", "harness", "example")
          .resolve("ScratchpadProvider.java");

  @TempDir private static Path folder;

  private static MovedImage image;

  @BeforeAll
  static void unpack() throws Exception {
    image = MovedImage.unpack(folder);
  }

  @Test
  void saysTheVersionOfTheBuild() throws Exception {
    Ended ended = image.pseries(folder, "--version");
    assertEquals("", ended.err());
    assertEquals(0, ended.status());
    assertEquals(Ended.pseries(folder, "--version").out(), ended.out());
    String name = image.home().getFileName().toString();
    assertTrue(
        ended.out().startsWith(name.replace('-', ' ').replace(" SNAPSHOT", "-SNAPSHOT")), name);
  }

  @Test
  void analyzesAStreamAsTheLauncherOfTheSourcesDoes() throws Exception {
    Ended ended = image.pseries(folder, "analyze", STREAM, "--json");
    assertEquals("", ended.err());
    assertEquals(0, ended.status());
    assertEquals(Ended.pseries(folder, "analyze", STREAM, "--json").out(), ended.out());
  }

  @Test
  void bootsAGuestAndQuitsWhenItsMonitorIsTold() throws Exception {
    MigrationUri monitor = MigrationUri.parse("unix:" + folder.resolve("qmp"));
    Process run =
        image
            .process(Map.of(), "run", "--memory=64M", "--no-rehearsal", "--qmp=" + monitor)
            .inheritIO()
            .start();
    try (QmpClient client = QmpClient.connect(monitor, run.toHandle(), Duration.ofSeconds(60))) {
      assertEquals("running", client.execute("query-status").path("status").asString());
      client.execute("quit");
      assertTrue(run.waitFor(60, TimeUnit.SECONDS), "the emulator ends");
      assertEquals(0, run.exitValue());
    } finally {
      run.destroyForcibly();
    }
  }

  @Test
  void sectionOfAPluginIsInASnapshot() throws Exception {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Path jar =
        new PluginJar(folder)
            .source("ScratchpadProvider.java", Files.readString(SCRATCHPAD))
            .services("org.savevm4j.harness.example.ScratchpadProvider")
            .write(plugins.resolve("scratchpad.jar"));
    MigrationUri monitor = MigrationUri.parse("unix:" + folder.resolve("plugin"));
    Process run =
        image
            .process(
                Map.of(),
                "run",
                "--memory=64M",
                "--no-rehearsal",
                "--qmp=" + monitor,
                "--snapshots=snapshots",
                "--plugins=plugins")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    try (QmpClient client = QmpClient.connect(monitor, run.toHandle(), Duration.ofSeconds(60))) {
      String sections = human(client, "info sections");
      assertTrue(
          sections
              .lines()
              .anyMatch(l -> l.startsWith("acme/scratchpad") && l.endsWith(jar.toString())),
          sections);
      assertEquals("", human(client, "savevm a"));
      client.execute("quit");
      assertTrue(run.waitFor(60, TimeUnit.SECONDS), "the emulator ends");
    } finally {
      run.destroyForcibly();
    }
    Ended seen = image.pseries(folder, "analyze", "--plugins=plugins", "snapshots/1.qevm");
    assertEquals(0, seen.status(), seen.err());
    assertTrue(seen.out().contains("acme/scratchpad"), seen.out());
  }

  private static String human(QmpClient client, String line) throws Exception {
    ObjectNode arguments = JsonMapper.shared().createObjectNode().put("command-line", line);
    return client.execute("human-monitor-command", arguments).asString();
  }

  @Test
  void demonstrationStartsItsEmulatorsFromTheImage() throws Exception {
    Ended ended = image.pseries(folder, "demo", "--json");
    assertEquals(0, ended.status(), ended.err());
    JsonNode demo = JsonMapper.shared().readTree(ended.out());
    assertEquals("completed", demo.path("status").asString());
    assertEquals(0, demo.path("guest").path("mismatches").asLong(-1));
  }

  @Test
  void cacheIsUsedWhereTheImageWasMovedTo() throws Exception {
    Path log = folder.resolve("aot.log");
    // The JVM takes a colon for the end of the file's name.
    String options = "-Xlog:aot:file=" + folder.relativize(log);
    Ended ended =
        Ended.of(folder, image.process(Map.of("PSERIES_JAVA_OPTS", options), "--version"));
    assertEquals(0, ended.status(), ended.err());
    String told = Files.readString(log);
    assertTrue(told.contains("Using AOT-linked classes: true"), told);
    assertTrue(told.contains("full module graph: enabled"), told);
  }

  /** Each asks for a JVM whose objects are not laid out as those in the cache. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseZGC", "-XX:-UseCompressedOops", "-XX:+UseCompactObjectHeaders"})
  void withoutTheCacheItWorksAndSaysNothing(String option) throws Exception {
    Ended ended = Ended.of(folder, image.process(Map.of("PSERIES_JAVA_OPTS", option), "--version"));
    assertEquals(0, ended.status());
    assertEquals("", ended.err());
    assertTrue(ended.out().startsWith("pseries "), ended.out());
  }

  /** Time is for people, who have a quiet computer: a class that is not in the cache takes long. */
  @Test
  void hardlyAClassIsReadThatTheCacheDoesNotHave() throws Exception {
    String options = "-Xlog:class+load:file=loaded.log";
    Ended ended =
        Ended.of(folder, image.process(Map.of("PSERIES_JAVA_OPTS", options), "--version"));
    assertEquals(0, ended.status(), ended.err());
    List<String> loaded = Files.readAllLines(folder.resolve("loaded.log"));
    List<String> read =
        loaded.stream().filter(line -> !line.contains("source: shared objects file")).toList();
    assertTrue(loaded.size() > 2000, () -> loaded.size() + " classes");
    assertTrue(read.size() * 20 < loaded.size(), () -> String.join("\n", read));
    assertEquals(List.of(), read.stream().filter(line -> line.contains(" picocli.")).toList());
  }

  @Test
  void bringsItsLicensesAndWhatToRead() {
    for (String name : List.of("LICENSE", "README.md", "CHANGELOG.md", "docs/architecture.md")) {
      assertTrue(Files.isRegularFile(image.home().resolve(name)), name);
    }
    for (String name : List.of("README.txt", "THIRD-PARTY.txt", "GPL-3.0.txt")) {
      assertTrue(Files.isRegularFile(image.home().resolve("third-party").resolve(name)), name);
    }
  }
}
