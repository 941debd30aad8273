// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders whose index is not what was written: one line, and no stream is lost by it. */
@Timeout(60)
class DamagedIndexTest {

  private static final Map<String, String> SET = Map.of("a", "first", "b", "second");

  @TempDir private Path parent;
  private Path folder;
  private Path index;

  @BeforeEach
  void fill() throws IOException {
    folder = parent.resolve("snapshots");
    index = folder.resolve(FileNames.INDEX);
    try (SnapshotStore store = SnapshotStore.open(folder)) {
      StoredSet.save(store, "a", "first");
      StoredSet.save(store, "b", "second");
    }
  }

  @Test
  void oneBitThatChangesInAnyByteIsFoundOrChangesNothing() throws IOException {
    byte[] right = Files.readAllBytes(index);
    int refusals = 0;
    for (int at = 0; at < right.length; at++) {
      byte[] wrong = right.clone();
      wrong[at] ^= (byte) (1 << at % Byte.SIZE);
      Files.write(index, wrong);
      refusals += refuses() ? 1 : 0;
      assertEquals(List.of("1.qevm", "2.qevm", FileNames.INDEX, "lock"), files());
    }
    assertTrue(refusals > right.length / 2, "only " + refusals);
  }

  @Test
  void indexThatIsCutAnywhereIsRefused() throws IOException {
    byte[] right = Files.readAllBytes(index);
    for (int length = 0; length < right.length; length += 7) {
      Files.write(index, Arrays.copyOf(right, length));
      assertTrue(refuses(), "cut to " + length);
    }
    assertEquals(List.of("1.qevm", "2.qevm", FileNames.INDEX, "lock"), files());
  }

  @Test
  void indexOfALaterProgramIsRefusedByItsVersion() throws IOException {
    String text = Files.readString(index).replace("\"version\" : 1", "\"version\" : 2");
    Files.writeString(index, text);
    assertRefused(index + ": an index of version 2; this program knows 1");
  }

  @Test
  void streamsWithoutAnIndexAreNotThrownAway() throws IOException {
    Files.delete(index);
    assertRefused(
        folder + ": has streams but no index.json; put that back, or take another folder");
    assertEquals(List.of("1.qevm", "2.qevm", "lock"), files());
  }

  @Test
  void filesThatAreNobodysStayAndThoseOfACrashGo() throws IOException {
    List<String> others = List.of("notes.txt", "x.qevm", "01.qevm", "-1.part", "7.qevm.bak");
    for (String name : others) {
      Files.writeString(folder.resolve(name), "mine");
    }
    for (String name : List.of("3.part", "3.qevm", "99.qevm", FileNames.NEXT_INDEX)) {
      Files.writeString(folder.resolve(name), "left behind");
    }
    try (SnapshotStore store = SnapshotStore.open(folder)) {
      assertEquals(SET, StoredSet.of(store));
    }
    List<String> expected =
        Stream.concat(others.stream(), Stream.of("1.qevm", "2.qevm", FileNames.INDEX, "lock"))
            .sorted()
            .toList();
    assertEquals(expected, files());
  }

  @Test
  void folderAndFilesAreTheOwnersOnly() throws IOException {
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    for (String name : List.of("1.qevm", FileNames.INDEX)) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))));
    }
  }

  @Test
  void placeThatCannotBeAFolderIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    SnapshotException refused =
        assertThrows(SnapshotException.class, () -> SnapshotStore.open(file));
    assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": "), refused.getMessage());
    Path lost = parent.resolve("none/snapshots");
    refused = assertThrows(SnapshotException.class, () -> SnapshotStore.open(lost));
    assertEquals(
        lost + ": the folder " + lost.getParent() + " does not exist", refused.getMessage());
    assertFalse(Files.exists(lost.getParent()));
  }

  /** Whether it refuses; if not, the set is as it was. */
  private boolean refuses() throws IOException {
    try (SnapshotStore store = SnapshotStore.open(folder)) {
      assertEquals(SET, StoredSet.of(store));
      return false;
    } catch (SnapshotException refused) {
      String line = String.valueOf(refused.getMessage());
      assertTrue(line.startsWith(index + ": "), line);
      assertEquals(1, line.lines().count(), line);
      return true;
    }
  }

  private void assertRefused(String line) {
    SnapshotException refused =
        assertThrows(SnapshotException.class, () -> SnapshotStore.open(folder));
    assertEquals(line, refused.getMessage());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
