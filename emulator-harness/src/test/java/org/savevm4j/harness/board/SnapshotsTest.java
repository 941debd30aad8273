// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.snapshot.Snapshot;

/** An emulator of 64 MiB whose guest runs, and its snapshots. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SnapshotsTest {

  @TempDir private Path folder;
  private Path place;
  private Emulator emulator;

  @BeforeEach
  void boot() throws Exception {
    place = folder.resolve("snapshots");
    emulator = Emulator.open(StubOptions.booting().withSnapshots(place));
    emulator.start();
  }

  @AfterEach
  void close() throws Exception {
    emulator.close();
  }

  @Test
  void savesWhileTheGuestRunsAndGoesBackToItsMomentLater() throws Exception {
    emulator.snapshots().save("before", false);
    assertEquals(RunStatus.RUNNING, emulator.status());
    long saved = updates();
    while (updates() < saved + 5000) {
      Thread.onSpinWait();
    }
    emulator.stop();
    long later = updates();
    emulator.snapshots().load("before");
    assertEquals(RunStatus.PAUSED, emulator.status());
    assertTrue(updates() <= saved, "the guest is the one of before");
    assertEquals(0, emulator.guestCheck().mismatches());
    emulator.cont();
    while (updates() < later) {
      Thread.onSpinWait();
    }
    assertEquals(0, emulator.guestCheck().mismatches());
  }

  @Test
  void loadsIntoARunningGuestWhichRunsOn() throws Exception {
    for (String tag : List.of("one", "two", "three")) {
      emulator.snapshots().save(tag, false);
    }
    for (String tag : List.of("two", "one", "three", "one")) {
      emulator.snapshots().load(tag);
      assertEquals(RunStatus.RUNNING, emulator.status());
      long loaded = updates();
      while (updates() < loaded + 1000) {
        Thread.onSpinWait();
      }
      assertEquals(0, emulator.guestCheck().mismatches(), tag);
    }
  }

  @Test
  void tellsOfEachWhatItIs() throws Exception {
    emulator.stop();
    emulator.snapshots().save("a", false);
    Snapshot a = emulator.snapshots().list().getFirst();
    assertEquals("a", a.tag());
    assertEquals("pseries-10.0 with 64 MiB and 1 vCPU", a.machine().toString());
    assertEquals(Files.size(place.resolve(a.id() + ".qevm")), a.bytes());
    assertTrue(a.clockNanos() > 0);
  }

  private long updates() throws Exception {
    return emulator.guestStatus().updates();
  }
}
