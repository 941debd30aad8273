// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a folder that takes them, or does not. */
class MigrationReportsTest {

  @TempDir private Path folder;

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
