// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

  @TempDir private Path folder;

  @Test
  void liesBelowXdgStateHomeForItsOwnerOnly() throws Exception {
    Path file = HistoryFile.open(Map.of("XDG_STATE_HOME", folder + "/s", "HOME", "/nowhere"));
    assertEquals(folder.resolve("s/savevm4j/monitor-history"), file);
    assertEquals("rw-------", permissions(file));
    assertEquals("rwx------", permissions(file.getParent()));
  }

  @Test
  void liesBelowHomeWhereXdgStateHomeIsNotSetOrNotAbsolute() throws Exception {
    Path expected = folder.resolve(".local/state/savevm4j/monitor-history");
    assertEquals(expected, HistoryFile.open(Map.of("HOME", folder.toString())));
    assertEquals(
        expected, HistoryFile.open(Map.of("HOME", folder.toString(), "XDG_STATE_HOME", "state")));
    assertEquals(
        expected, HistoryFile.open(Map.of("HOME", folder.toString(), "XDG_STATE_HOME", "")));
  }

  @Test
  void keepsItsLinesAndTakesThemFromOthers() throws Exception {
    Map<String, String> environment = Map.of("XDG_STATE_HOME", folder.toString());
    Path file = HistoryFile.open(environment);
    Files.writeString(file, "info status\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("info status\n", Files.readString(HistoryFile.open(environment)));
    assertEquals("rw-------", permissions(file));
  }

  @Test
  void saysWhyItCannotBe() throws Exception {
    Path taken = Files.createFile(folder.resolve("taken"));
    assertThrows(
        IOException.class, () -> HistoryFile.open(Map.of("XDG_STATE_HOME", taken.toString())));
    IOException homeless = assertThrows(IOException.class, () -> HistoryFile.open(Map.of()));
    assertTrue(homeless.getMessage().contains("HOME"), homeless.getMessage());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
