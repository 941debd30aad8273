// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a folder that takes them, or does not. */
class MigrationReportsTest {

  @TempDir private Path folder;

  @Test
  void pageThatCannotBeMadeIsAFailureOfTheReportAndOfNothingElse() throws Exception {
    MigrationRecord good = FixedRecords.source();
    IOException refused =
        assertThrows(
            IOException.class,
            () -> MigrationReports.write(folder, List.of(FixedRecords.thatNoPageShows())));
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.startsWith("the page cannot be made: java.lang."), line);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList(), "nothing is left behind");
    }
    assertEquals(folder.resolve("migration-1.html"), MigrationReports.write(folder, List.of(good)));
  }

  @Test
  void pageThatCannotBeWrittenLeavesNoEmptyFileOfItsName() throws Exception {
    String beside = ".migration-1.html." + ProcessHandle.current().pid() + ".part";
    Path inTheWay = Files.createDirectory(folder.resolve(beside));
    assertThrows(
        IOException.class, () -> MigrationReports.write(folder, List.of(FixedRecords.source())));
    assertFalse(Files.exists(folder.resolve("migration-1.html")), "the name is free again");
    Files.deleteIfExists(inTheWay);
    assertEquals(
        folder.resolve("migration-1.html"),
        MigrationReports.write(folder, List.of(FixedRecords.source())),
        "and taken by the next page");
  }
}
