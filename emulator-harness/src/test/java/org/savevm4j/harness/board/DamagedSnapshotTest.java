// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.snapshot.Restored;

/** Snapshots that must not load: the machine is bit for bit as it was, and its guest runs on. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DamagedSnapshotTest {

  @TempDir private Path folder;
  private long streamBytes;

  /** A snapshot "good" of a guest that has run. */
  @BeforeEach
  void save() throws Exception {
    try (SnapshotRig rig = rig(StubOptions.booting())) {
      rig.awaitUpdates(1000);
      rig.snapshots.save("good", false);
      streamBytes = rig.snapshots.list().getFirst().bytes();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.0001, 0.5, 0.9999})
  void oneBitThatChangedAnywhereIsFoundBeforeTheGuestIsStopped(double where) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(stream().toFile(), "rw")) {
      long at = (long) (where * (streamBytes - 1));
      file.seek(at);
      int octet = file.read();
      file.seek(at);
      file.write(octet ^ 0x10);
    }
    assertRefused(stream() + ": damaged: its SHA-256 is not the one that it was written with", 0);
  }

  @Test
  void fileThatWasCutOffOrGrewIsFoundBeforeTheGuestIsStopped() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(stream().toFile(), "rw")) {
      for (long bytes : new long[] {streamBytes - 1, 0, streamBytes + 1}) {
        file.setLength(bytes);
        assertRefused(
            "%s: damaged: it has %d bytes and was written with %d"
                .formatted(stream(), bytes, streamBytes),
            0);
      }
    }
  }

  @Test
  void fileThatIsGoneIsNamed() throws Exception {
    Files.delete(stream());
    assertRefused(stream() + ": no such file", 0);
  }

  /** As a stream may be that a faulty program wrote: the index knows no better. */
  @ParameterizedTest
  @ValueSource(
      strings = {"spapr/htab", "cpu_common", "globalstate", "footer of ram", "half of the devices"})
  void streamThatIsWrongInItsMidstThoughItsHashIsRightIsNeverCommitted(String what)
      throws Exception {
    byte[] stream = Files.readAllBytes(stream());
    switch (what) {
      case "footer of ram" -> stream[find(stream, "spapr/htab") - 11] ^= 1;
      case "half of the devices" -> stream = Arrays.copyOf(stream, find(stream, "spapr/rtc"));
      default -> stream[find(stream, what) + what.length() + 7] ^= 0x40;
    }
    Restored.as(folder, stream);
    assertRefused("snapshot 'good' cannot be loaded: ", 1);
  }

  @Test
  void streamWithoutADeviceOfTheMachineIsRefusedByItsName() throws Exception {
    byte[] stream = Files.readAllBytes(stream());
    int rtc = find(stream, "spapr/rtc");
    int globalState = find(stream, "globalstate");
    // from the record's type and section id on: one record less
    int header = 6;
    int spapr = rtc + 9 + 8 + 8 + 5;
    byte[] less = new byte[stream.length - (spapr - (rtc - header))];
    System.arraycopy(stream, 0, less, 0, rtc - header);
    System.arraycopy(stream, spapr, less, rtc - header, stream.length - spapr);
    assertTrue(globalState > spapr);
    Restored.as(folder, less);
    assertRefused(
        "snapshot 'good' cannot be loaded: it has no section spapr/rtc, which this machine has", 1);
  }

  @Test
  void streamOfAnotherKindOfMachineIsRefusedByItsHeader() throws Exception {
    byte[] stream = Files.readAllBytes(stream());
    stream[find(stream, "pseries-10.0") + 11] = '1';
    Restored.as(folder, stream);
    assertRefused(
        "snapshot 'good' cannot be loaded: its stream is of a machine pseries-10.1, its index says"
            + " pseries-10.0",
        0);
    stream[find(stream, "pseries-10.1")] = 'q';
    Restored.as(folder, stream);
    assertRefused("snapshot 'good' cannot be loaded: offset 0: machine is qseries-10.1", 0);
  }

  @Test
  void snapshotOfAnotherMachineIsRefusedByTheIndex() throws Exception {
    EmulatorOptions other =
        new EmulatorOptions(
            StubOptions.MEMORY / 2, 2, null, null, false, StubOptions.booting().guest());
    assertRefused(
        other,
        "snapshot 'good' is of another machine: pseries-10.0 with 64 MiB and 1 vCPU; this one is"
            + " pseries-10.0 with 32 MiB and 2 vCPUs",
        0);
  }

  @Test
  void snapshotThatIsNotThereIsNamed() throws Exception {
    try (SnapshotRig rig = rig(StubOptions.booting())) {
      EmulatorException refused =
          assertThrows(EmulatorException.class, () -> rig.snapshots.load("bad"));
      assertEquals("there is no snapshot 'bad'", refused.getMessage());
    }
  }

  private void assertRefused(String reason, int stops) throws Exception {
    assertRefused(StubOptions.booting(), reason, stops);
  }

  /**
   * Loads "good" into a machine that stands, and compares all of it; and into one that runs.
   *
   * @param stops how often the running guest is stopped for it
   */
  private void assertRefused(EmulatorOptions options, String reason, int stops) throws Exception {
    try (SnapshotRig rig = rig(options)) {
      rig.awaitUpdates(500);
      rig.runSwitch.stop();
      long before = MachineDigest.of(rig.board);
      refuse(rig, reason);
      assertEquals(before, MachineDigest.of(rig.board), "the machine has changed");
      assertEquals(RunStatus.PAUSED, rig.runSwitch.status());
      rig.runSwitch.cont();
      rig.stops = 0;
      refuse(rig, reason);
      assertEquals(stops, rig.stops);
      assertEquals(RunStatus.RUNNING, rig.runSwitch.status());
      rig.awaitUpdates(500);
      assertEquals(0, rig.mismatches());
    }
  }

  private static void refuse(SnapshotRig rig, String reason) {
    EmulatorException refused =
        assertThrows(EmulatorException.class, () -> rig.snapshots.load("good"));
    String line = String.valueOf(refused.getMessage());
    assertTrue(line.startsWith(reason), line);
    assertEquals(1, line.lines().count(), line);
  }

  private SnapshotRig rig(EmulatorOptions options) throws Exception {
    return new SnapshotRig(options, folder, (_, _, _) -> {});
  }

  private Path stream() {
    return folder.resolve("1.qevm");
  }

  private static int find(byte[] stream, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < stream.length - wanted.length; at++) {
      if (Arrays.equals(stream, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("no " + text);
  }
}
