// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.savevm4j.testkit.DeviceSectionContract;
import org.savevm4j.testkit.LiveSectionContract;

/** What docs/write-a-section.md shows is what the example's sources say. */
class WriteASectionTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "write-a-section.md");

  /** What this project compiles, and what {@code ExamplePluginIT} does. */
  private static final List<Path> COMPILED =
      List.of(
          Path.of("..", "docs", "example-section"),
          Path.of("..", "spapr-htab-plugin", "src", "main", "java"));

  /** Blocks with a language are code; the others are for a shell, or a file without one. */
  private static final Pattern BLOCK = Pattern.compile("```(java|xml)\n(.*?)\n```", Pattern.DOTALL);

  private static final Pattern CONTRACT = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z][A-Za-z]+)`");

  @Test
  void everyBlockOfCodeIsAnExcerptOfWhatIsCompiled() throws IOException {
    List<String> sources = sources();
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
    while (block.find()) {
      blocks.add(block.group(2));
    }
    assertTrue(blocks.size() >= 12, () -> "only " + blocks.size() + " blocks are found");
    assertEquals(
        List.of(),
        blocks.stream()
            .filter(each -> sources.stream().noneMatch(source -> source.contains(each + "\n")))
            .toList(),
        "blocks that are in no source");
  }

  @Test
  void everyTestOfTheLiveContractIsTold() throws IOException {
    String text = Files.readString(DOCUMENT);
    Set<String> told = new TreeSet<>();
    Matcher row = CONTRACT.matcher(text.substring(text.indexOf("## Test it")));
    while (row.find()) {
      Matcher name = NAME.matcher(row.group(1));
      while (name.find()) {
        told.add(name.group(1));
      }
    }
    Set<String> tests =
        Arrays.stream(LiveSectionContract.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(java.lang.reflect.Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(tests, told);
    assertTrue(text.contains(DeviceSectionContract.class.getSimpleName()));
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path folder : COMPILED) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(WriteASectionTest::isSource).toList()) {
          sources.add(Files.readString(file));
        }
      }
    }
    return sources;
  }

  private static boolean isSource(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java") || name.equals("pom.xml");
  }
}
