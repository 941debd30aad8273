// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds {@code docs/example-section} as its author would, outside of this project: by Maven, from
 * what this build made, and with a local repository that was empty before. All else that it needs
 * is what this build needed; it has no other place to get it from, and no network.
 */
final class ExampleBuild {

  private static final Path EXAMPLE = Path.of("..", "docs", "example-section");
  private static final long LIMIT_SECONDS = 180;

  private final Path folder;
  private final String version = property("build.version");

  ExampleBuild(Path folder) {
    this.folder = folder;
  }

  /** Builds, tests included; answers the jar. */
  Path run() throws IOException, InterruptedException {
    Path project = folder.resolve("project");
    copy(EXAMPLE, project);
    installApi();
    Path log = folder.resolve("build.log");
    ProcessBuilder maven =
        new ProcessBuilder(
                Path.of(property("build.maven.home"), "bin", "mvn").toString(),
                "-B",
                "-ntp",
                "-s",
                settings().toString(),
                "-Dmaven.repo.local=" + repository(),
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    maven.environment().put("JAVA_HOME", property("build.java.home"));
    // It lives for seconds: what its JVM would compile thoroughly costs more than it gives.
    maven.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Process process = maven.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    assertTrue(ended, "the build of the example does not end");
    assertEquals(0, process.exitValue(), () -> read(log));
    return project.resolve("target/framebuffer-1.0.jar");
  }

  /** What its tests said, a file for each class. */
  List<String> testReports() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("project/target/surefire-reports"))) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(ExampleBuild::read)
          .toList();
    }
  }

  private Path repository() {
    return folder.resolve("repository");
  }

  private void installApi() throws IOException {
    install(Path.of("..", "pom.xml"), "savevm4j-parent", ".pom");
    install(Path.of("..", "api", "pom.xml"), "savevm4j-api", ".pom");
    for (String kind : List.of(".jar", "-tests.jar")) {
      Path jar = Path.of("..", "api", "target", "savevm4j-api-" + version + kind);
      install(jar, "savevm4j-api", kind);
    }
  }

  private void install(Path file, String artifact, String kind) throws IOException {
    Path place = repository().resolve(Path.of("org", "savevm4j", artifact, version));
    Files.createDirectories(place);
    Files.copy(file, place.resolve(artifact + "-" + version + kind));
  }

  /** Whatever is wanted, it comes from the local repository of this build. */
  private Path settings() throws IOException {
    return Files.writeString(
        folder.resolve("settings.xml"),
        """
        <settings>
          <mirrors>
            <mirror>
              <id>this-build</id>
              <mirrorOf>*</mirrorOf>
              <url>%s</url>
            </mirror>
          </mirrors>
        </settings>
        """
            .formatted(Path.of(property("build.repository")).toUri()));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path relative = from.relativize(file);
        if (!relative.startsWith("target")) {
          Files.copy(file, to.resolve(relative));
        }
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    assertNotNull(value, "the build sets " + name);
    return value;
  }
}
