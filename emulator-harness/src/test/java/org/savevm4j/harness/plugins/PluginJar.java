// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.savevm4j.section.SectionProvider;

/** A jar that is compiled from texts, as an author's build would make it. */
public final class PluginJar {

  private static final String SERVICES = "META-INF/services/org.savevm4j.section.SectionProvider";

  private final Path sources;
  private final Path classes;
  private final List<Path> path = new ArrayList<>();

  public PluginJar(Path workFolder) throws IOException {
    this.sources = Files.createTempDirectory(workFolder, "sources");
    this.classes = Files.createTempDirectory(workFolder, "classes");
    path.add(location(SectionProvider.class));
    // the API's annotations, which who compiles against its module needs, too
    path.add(location(NullMarked.class));
  }

  /** Where a class was loaded from. */
  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Another jar that the sources need. */
  PluginJar with(Path library) {
    path.add(library);
    return this;
  }

  public PluginJar source(String file, String text) throws IOException {
    Path source = sources.resolve(file);
    Files.createDirectories(source.getParent());
    Files.writeString(source, text);
    return this;
  }

  /** A provider of a section that never opens; its name is an expression of Java. */
  PluginJar provider(String type, String nameExpression) throws IOException {
    int dot = type.lastIndexOf('.');
    return source(
        type.replace('.', '/') + ".java",
        """
        package %s;
        public final class %s implements org.savevm4j.section.SectionProvider {
          public String name() {
            return %s;
          }
          public long instanceId() {
            return 0;
          }
          public org.savevm4j.section.Section open(org.savevm4j.section.SectionHost host) {
            throw new IllegalStateException("no machine has a socket for it");
          }
        }
        """
            .formatted(type.substring(0, dot), type.substring(dot + 1), nameExpression));
  }

  public PluginJar services(String type) throws IOException {
    Path file = classes.resolve(SERVICES);
    Files.createDirectories(file.getParent());
    Files.writeString(file, type + "\n");
    return this;
  }

  public Path write(Path jar) throws IOException {
    List<String> javac = new ArrayList<>(List.of("-d", classes.toString(), "--release", "25"));
    javac.add(Files.exists(sources.resolve("module-info.java")) ? "--module-path" : "--class-path");
    javac.add(String.join(java.io.File.pathSeparator, path.stream().map(Path::toString).toList()));
    try (var files = Files.walk(sources)) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(javac::add);
    }
    run("javac", javac);
    run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  private static void run(String tool, List<String> arguments) {
    int status =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    assertEquals(0, status, tool + " " + arguments);
  }
}
