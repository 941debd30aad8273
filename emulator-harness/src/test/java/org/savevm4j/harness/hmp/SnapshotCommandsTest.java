// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.board.RunStatus;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.snapshot.Snapshot;
import org.savevm4j.harness.snapshot.SnapshotMachine;

/** The commands about snapshots, against an emulator of 16 MiB whose guest runs. */
@Timeout(60)
class SnapshotCommandsTest {

  private static final String NONE = "There is no snapshot available.\n";

  @TempDir private Path folder;
  private Emulator emulator;
  private HumanMonitor monitor;

  @BeforeEach
  void boot() throws Exception {
    emulator = Emulator.open(options().withSnapshots(folder.resolve("snapshots")));
    emulator.start();
    monitor = new HumanMonitor(emulator, false, () -> {});
  }

  @AfterEach
  void close() throws Exception {
    emulator.close();
  }

  @Test
  void savesLoadsListsAndDeletes() {
    assertEquals(NONE, monitor.execute("info snapshots"));
    assertEquals("", monitor.execute("savevm one"));
    assertEquals("", monitor.execute("savevm \"and two\""));
    List<String> table = monitor.execute("info snapshots").lines().toList();
    assertEquals(3, table.size());
    assertTrue(table.get(1).startsWith("1       one  "), table.get(1));
    assertTrue(table.get(2).startsWith("2       and two  "), table.get(2));
    assertEquals("", monitor.execute("loadvm one"));
    assertEquals("VM status: running\n", monitor.execute("info status"));
    assertEquals("", monitor.execute("delvm one"));
    assertEquals("there is no snapshot 'one'\n", monitor.execute("delvm one"));
    assertEquals("there is no snapshot 'one'\n", monitor.execute("loadvm one"));
    assertEquals(2, monitor.execute("info snapshots").lines().count());
  }

  @Test
  void takesThePlaceOfASnapshotOfTheSameTag() throws Exception {
    assertEquals("", monitor.execute("savevm a"));
    assertEquals("", monitor.execute("savevm a"));
    assertEquals(List.of(2L), emulator.snapshots().list().stream().map(Snapshot::id).toList());
  }

  @Test
  void makesATagUpOfTheTime() throws Exception {
    assertEquals("", monitor.execute("savevm"));
    String tag = emulator.snapshots().list().getFirst().tag();
    assertTrue(tag.matches("vm-20[0-9]{12}"), tag);
  }

  /** None of them is a file's name, and none can break a line or another's. */
  @Test
  void takesTagsOfAnyCharacters() throws Exception {
    List<String> tags =
        List.of(
            "../../etc/passwd",
            "a/b",
            ".",
            "..",
            "index.json",
            "lock",
            "1",
            "1.qevm",
            "\u20ac \ud83d\ude00",
            "-d",
            "\u001b[2J",
            "nul\u0000",
            "it's \"quoted\" \\ ",
            " ",
            "x".repeat(255));
    for (String tag : tags) {
      emulator.snapshots().save(tag, false);
    }
    assertEquals(tags.size() + 1, monitor.execute("info snapshots").lines().count());
    assertTrue(monitor.execute("info snapshots").chars().noneMatch(unit -> unit == 27));
    emulator.close();
    emulator = Emulator.open(options().withSnapshots(folder.resolve("snapshots")));
    monitor = new HumanMonitor(emulator, false, () -> {});
    assertEquals(tags, emulator.snapshots().list().stream().map(Snapshot::tag).toList());
    assertEquals("", monitor.execute("loadvm \"it's \\\"quoted\\\" \\\\ \""));
    assertEquals("", monitor.execute("loadvm ../../etc/passwd"));
    assertEquals(RunStatus.PRELAUNCH, emulator.status());
    for (String tag : tags) {
      assertTrue(emulator.snapshots().delete(tag), tag);
    }
    assertEquals(NONE, monitor.execute("info snapshots"));
  }

  @Test
  void refusesTagsThatAreNone() {
    String length = "a snapshot's tag has 1 to 255 characters\n";
    assertEquals(length, monitor.execute("savevm \"\""));
    assertEquals(length, monitor.execute("savevm " + "x".repeat(256)));
    assertEquals(
        "a snapshot's tag cannot hold half a character of UTF-16\n",
        monitor.execute("savevm \ud83d"));
    assertEquals("wrong number of words; use: savevm [TAG]\n", monitor.execute("savevm a b"));
    assertEquals("wrong number of words; use: loadvm TAG\n", monitor.execute("loadvm"));
    assertEquals(NONE, monitor.execute("info snapshots"));
  }

  @Test
  void emulatorWithoutAFolderSaysWhatIsMissing() throws Exception {
    try (Emulator other = Emulator.open(options())) {
      HumanMonitor without = new HumanMonitor(other, false, () -> {});
      for (String line : List.of("savevm a", "loadvm a", "delvm a", "info snapshots", "savevm")) {
        assertEquals(
            "the emulator was started without --snapshots DIR\n", without.execute(line), line);
      }
    }
  }

  @Test
  void secondEmulatorOfAFolderInThisProcessIsRefusedAndTheFirstKeepsIt() throws Exception {
    Path snapshots = folder.resolve("snapshots");
    IOException refused =
        assertThrows(IOException.class, () -> Emulator.open(options().withSnapshots(snapshots)));
    assertEquals(
        snapshots + ": in use by another emulator; give each a folder of its own",
        refused.getMessage());
    assertEquals("", monitor.execute("savevm a"));
  }

  @Test
  void tableHasQemusColumnsAndUnits() {
    SnapshotMachine machine = new SnapshotMachine("pseries-10.0", 16 << 20, 1);
    Instant date = Instant.parse("2026-01-02T03:04:05.678Z");
    long clock = ((100L * 60 + 2) * 60 + 3) * 1_000_000_000L + 45_999_999;
    String text =
        SnapshotText.of(
            List.of(
                new Snapshot(7, "a\nb", date, clock, 3_922_038, machine, ""),
                new Snapshot(8, "c", date, 0, 999, machine, ""),
                new Snapshot(9, "d", date, 0, 5L << 40, machine, "")));
    List<String> lines = text.lines().toList();
    assertEquals(
        "ID      TAG                VM_SIZE                DATE        VM_CLOCK     ICOUNT",
        lines.get(0));
    String row = lines.get(1).replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:04:05", "DATE");
    assertEquals("7       a\\u000ab          3.74 MiB DATE  0100:02:03.045         --", row);
    assertTrue(lines.get(2).contains("   999 B "), lines.get(2));
    assertTrue(lines.get(3).contains(" 5.00 TiB "), lines.get(3));
  }

  private static EmulatorOptions options() {
    return new EmulatorOptions(
        16 << 20, 1, null, null, false, new GuestOptions(Workload.IDLE, 0, 1));
  }
}
