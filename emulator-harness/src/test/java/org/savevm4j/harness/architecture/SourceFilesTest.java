// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds for every source file of every module and of the example in docs, tests included. */
final class SourceFilesTest {

  private static final String LICENSE = "// SPDX-License-Identifier: Apache-2.0";
  private static final int MOST_LINES = 300;

  private static final Map<Path, List<String>> SOURCES = new TreeMap<>();

  @BeforeAll
  static void readAllSources() throws IOException {
    // Surefire runs a module's tests in the module's folder.
    Path root = Path.of("").toAbsolutePath().getParent();
    for (String module :
        List.of("api", "spapr-htab-plugin", "emulator-harness", "docs/example-section")) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          SOURCES.put(root.relativize(file), Files.readAllLines(file));
        }
      }
    }
    for (String module :
        List.of("api", "spapr-htab-plugin", "emulator-harness", "docs/example-section")) {
      assertTrue(
          SOURCES.containsKey(Path.of(module, "src/main/java/module-info.java")),
          () -> "found no sources of " + module + " under " + root);
    }
  }

  @Test
  void everyFileStartsWithItsLicense() {
    List<Path> without = new ArrayList<>();
    SOURCES.forEach(
        (file, lines) -> {
          if (lines.isEmpty() || !lines.getFirst().equals(LICENSE)) {
            without.add(file);
          }
        });
    assertEquals(List.of(), without, () -> "the first line is not " + LICENSE);
  }

  @Test
  void noFileIsLongerThan300Lines() {
    List<String> tooLong = new ArrayList<>();
    SOURCES.forEach(
        (file, lines) -> {
          if (lines.size() > MOST_LINES) {
            tooLong.add(file + " has " + lines.size());
          }
        });
    assertEquals(List.of(), tooLong, "one idea a file, please: split these");
  }
}
