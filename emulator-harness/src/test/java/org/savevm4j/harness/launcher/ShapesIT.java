// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.savevm4j.harness.client.KnownShapes;
import org.savevm4j.harness.client.SchemaShapes;
import org.savevm4j.harness.client.ShapeScenario;
import tools.jackson.databind.JsonNode;

/** All that our machine answers, in the shapes in which QEMU does. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class ShapesIT {

  private static final Path DOCUMENT = Path.of("..", "docs", "monitor.md");

  /** What is ours alone. */
  private static final Pattern OURS = Pattern.compile("x-.*|htab");

  private static final String SECTION = "## What QEMU's answers have and ours lack";

  /** A key in the table of the document, its command before a colon. */
  private static final Pattern KEY = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  @TempDir private static Path folder;

  private static ShapeScenario.Answers ours;

  @BeforeAll
  static void ask() throws Exception {
    ours = ShapeScenario.play(ClientProcess::start, folder);
  }

  @Test
  void everyKeyOfQemusAnswersIsThereInItsTypeButForThoseThatTheDocumentLists() throws Exception {
    Set<String> differences = KnownShapes.differences(ours.shapes());
    assertEquals(
        String.join("\n", listed()), String.join("\n", differences), "listed in " + DOCUMENT);
  }

  @Test
  void schemaHasNothingUnderQemusNamesThatIsNotInQemusInTheSameTypes() throws Exception {
    JsonNode schema = new SchemaShapes(ours.schema()).of(name -> !OURS.matcher(name).matches());
    Files.writeString(Path.of("target", "our-schema.json"), KnownShapes.text(schema));
    assertEquals(KnownShapes.text(KnownShapes.schema()), KnownShapes.text(schema));
  }

  private static Set<String> listed() throws Exception {
    String document = Files.readString(DOCUMENT);
    return KEY.matcher(document.substring(document.indexOf(SECTION)))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
