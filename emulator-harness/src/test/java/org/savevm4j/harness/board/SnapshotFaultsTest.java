// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.savevm4j.harness.snapshot.Snapshot;
import org.savevm4j.harness.snapshot.WatchedFolder;

/** Saves that the disk refuses or holds up, and what else is ordered meanwhile. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SnapshotFaultsTest {

  @TempDir private Path folder;
  private final Disk disk = new Disk();

  /** When the disk is full. */
  enum Full {
    AT_ONCE,
    IN_THE_FIRST_PASS,
    WHILE_THE_GUEST_STANDS
  }

  @ParameterizedTest
  @EnumSource
  void fullDiskLeavesTheOldSnapshotsAndTheGuestRunning(Full full) throws Exception {
    try (SnapshotRig rig = new SnapshotRig(folder, disk)) {
      rig.snapshots.save("a", false);
      Snapshot old = rig.snapshots.list().getFirst();
      disk.full =
          switch (full) {
            case AT_ONCE -> _ -> true;
            case IN_THE_FIRST_PASS -> written -> written > 1 << 20;
            case WHILE_THE_GUEST_STANDS -> _ -> rig.runSwitch.status() == RunStatus.SAVE_VM;
          };
      EmulatorException refused =
          assertThrows(EmulatorException.class, () -> rig.snapshots.save("a", true));
      String line = String.valueOf(refused.getMessage());
      assertTrue(line.startsWith("snapshot 'a' was not saved: "), line);
      assertTrue(line.endsWith(folder + "/2.part: No space left on device"), line);
      assertEquals(1, line.lines().count());
      disk.full = _ -> false;
      assertEquals(RunStatus.RUNNING, rig.runSwitch.status());
      assertEquals(List.of("1.qevm", "index.json", "lock"), files());
      assertEquals(List.of(old), rig.snapshots.list());
      rig.awaitUpdates(1000);
      rig.snapshots.load("a");
      assertEquals(0, rig.mismatches());
      rig.snapshots.save("a", true);
      rig.snapshots.load("a");
      assertEquals(0, rig.mismatches());
    }
  }

  @Test
  void diskThatIsFullWhenTheIndexIsWrittenGetsTheStreamsRoomBack() throws Exception {
    try (SnapshotRig rig = new SnapshotRig(folder, disk)) {
      rig.snapshots.save("a", false);
      Snapshot old = rig.snapshots.list().getFirst();
      disk.refused = "index.json.part";
      EmulatorException full =
          assertThrows(EmulatorException.class, () -> rig.snapshots.save("b", false));
      assertEquals(folder + "/index.json: No space left on device", full.getMessage());
      assertEquals(RunStatus.RUNNING, rig.runSwitch.status());
      assertEquals(List.of("1.qevm", "index.json", "lock"), files());
      assertEquals(List.of(old), rig.snapshots.list());
    }
  }

  @Test
  void guestRunsWhileItIsSavedAndNoMigrationBeginsThen() throws Exception {
    try (SnapshotRig rig = new SnapshotRig(folder, disk)) {
      disk.holdAt = 1 << 20;
      Order save = Order.begin(() -> rig.snapshots.save("a", false));
      disk.held.await();
      long before = rig.updates();
      rig.awaitUpdates(5000);
      assertEquals(RunStatus.RUNNING, rig.runSwitch.status());
      EmulatorException refused =
          assertThrows(EmulatorException.class, () -> rig.migrate("file:" + folder + "/x"));
      assertEquals("a snapshot is just being saved or loaded", refused.getMessage());
      assertFalse(Files.exists(folder.resolve("x")));
      disk.goOn.countDown();
      save.end();
      assertTrue(rig.snapshots.list().getFirst().clockNanos() > 0);
      rig.snapshots.load("a");
      assertTrue(rig.updates() >= before + 5000, "what changed meanwhile is in it");
      assertEquals(0, rig.mismatches());
    }
  }

  @Test
  void ordersWaitWhileTheGuestStandsForASnapshot() throws Exception {
    try (SnapshotRig rig = new SnapshotRig(folder, disk)) {
      rig.runSwitch.stopForSnapshot(RunStatus.SAVE_VM);
      Order stop = Order.begin(rig.runSwitch::stop);
      stop.awaitWaiting();
      rig.runSwitch.afterSnapshot(false);
      stop.end();
      assertEquals(RunStatus.PAUSED, rig.runSwitch.status());

      rig.runSwitch.stopForSnapshot(RunStatus.RESTORE_VM);
      Order cont = Order.begin(rig.runSwitch::cont);
      cont.awaitWaiting();
      Order look = Order.begin(() -> assertEquals(0, rig.mismatches()));
      look.awaitWaiting();
      rig.runSwitch.afterSnapshot(true);
      cont.end();
      look.end();
      assertEquals(RunStatus.RUNNING, rig.runSwitch.status());
    }
  }

  @Test
  void closingEndsASaveThatTheDiskHoldsUp() throws Exception {
    SnapshotRig rig = new SnapshotRig(folder, disk);
    disk.holdAt = 1 << 20;
    Order save = Order.begin(() -> rig.snapshots.save("a", false));
    disk.held.await();
    Order close = Order.begin(rig::close);
    close.awaitWaiting();
    disk.goOn.countDown();
    close.end();
    EmulatorException ended = assertThrows(EmulatorException.class, save::end);
    assertTrue(String.valueOf(ended.getMessage()).contains("cancelled"), ended.getMessage());
    assertEquals(List.of("index.json", "lock"), files());
  }

  @Test
  void noSnapshotIsSavedWhileAMigrationIsUnderWayOrHasTakenTheGuestAway() throws Exception {
    try (SnapshotRig rig = new SnapshotRig(folder, disk)) {
      rig.snapshots.save("a", false);
      rig.migrate("exec:read line; cat > /dev/null");
      EmulatorException refused =
          assertThrows(EmulatorException.class, () -> rig.snapshots.save("b", false));
      assertEquals("a migration is under way already", refused.getMessage());
      rig.migrations.cancel();
      while (rig.migrations.figures().phase().isUnderWay()) {
        Thread.onSpinWait();
      }
      rig.migrate("file:" + folder.resolve("away"));
      while (rig.migrations.figures().phase().isUnderWay()) {
        Thread.onSpinWait();
      }
      refused = assertThrows(EmulatorException.class, () -> rig.snapshots.save("b", false));
      assertEquals("the guest has been migrated away already", refused.getMessage());
      rig.snapshots.load("a");
      assertEquals(RunStatus.PAUSED, rig.runSwitch.status());
      rig.runSwitch.cont();
      assertEquals(0, rig.mismatches());
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A disk with little room, or that holds a write up. */
  private static final class Disk implements WatchedFolder.Watch {

    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    volatile LongPredicate full = _ -> false;
    volatile long holdAt = Long.MAX_VALUE;
    volatile String refused = "";

    @Override
    public void write(String name, long written, int more) throws IOException {
      boolean stream = name.endsWith(".part") && !name.startsWith("index");
      if (name.equals(refused) || (stream && full.test(written + more))) {
        throw new IOException("No space left on device");
      }
      if (stream && written >= holdAt) {
        held.countDown();
        try {
          goOn.await();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", interrupted);
        }
      }
    }
  }
}
