// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A reader who follows a link in a document comes to what it names. */
class DocumentLinksTest {

  // Surefire runs a module's tests in the module's folder.
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** The target of a link or a picture. */
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void everyLinkBetweenDocumentsLeadsToAFileAndAHeadingThatAreThere() throws IOException {
    List<String> broken = new ArrayList<>();
    int followed = 0;
    for (Path document : documents()) {
      for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
        String target = link.group(1);
        if (!target.startsWith("https:")) {
          followed++;
          if (!isThere(document, target)) {
            broken.add(ROOT.relativize(document) + " -> " + target);
          }
        }
      }
    }
    assertTrue(followed > 50, "the links are found");
    assertEquals(List.of(), broken, "links that lead nowhere");
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static boolean isThere(Path document, String target) throws IOException {
    int hash = target.indexOf('#');
    String name = hash < 0 ? target : target.substring(0, hash);
    Path file = name.isEmpty() ? document : document.resolveSibling(name);
    return Files.exists(file)
        && (hash < 0 || anchors(Files.readString(file)).contains(target.substring(hash + 1)));
  }

  /** What the headings of a document are called in links to them, as GitHub does it. */
  private static List<String> anchors(String document) {
    return HEADING
        .matcher(document)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }
}
