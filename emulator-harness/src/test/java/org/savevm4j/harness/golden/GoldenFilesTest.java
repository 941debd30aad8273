// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.savevm4j.testkit.GoldenFiles;

/** No golden file is ever changed or lost, and none comes without being listed. */
class GoldenFilesTest {

  private static final Path RESOURCES = Path.of("src", "test", "resources");

  @Test
  void allAreAsTheyAreListed() throws IOException {
    assertEquals(List.of(), GoldenFiles.differences(RESOURCES));
    assertTrue(Files.readAllLines(RESOURCES.resolve(GoldenFiles.LIST)).size() >= 4);
  }
}
