// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.client.KnownShapes;
import org.savevm4j.harness.client.SchemaShapes;
import org.savevm4j.harness.client.ShapeScenario;
import tools.jackson.databind.JsonNode;

/** Our machine is measured against what was recorded: this asks QEMU whether that still is so. */
@Timeout(120)
class ShapesQemuIT {

  @TempDir private Path folder;

  @Test
  void qemuAnswersInTheShapesThatAreRecorded() throws Exception {
    ShapeScenario.Answers answers = ShapeScenario.play(ClientQemu::start, folder);
    JsonNode shapes = answers.shapes();
    Path recorded = Path.of("target", "qemu-shapes.json");
    Files.writeString(recorded, KnownShapes.text(shapes));
    System.out.println("qemu: shapes: " + shapes.size() + " in " + recorded);
    assertEquals(KnownShapes.text(KnownShapes.read()), KnownShapes.text(shapes));
    assertEquals(
        List.of(), new SchemaShapes(answers.schema()).differences(KnownShapes.schema()), "schema");
  }
}
