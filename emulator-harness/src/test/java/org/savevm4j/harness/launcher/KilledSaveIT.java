// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Emulators that SIGKILL ends while they save over a snapshot, and what the next one finds. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class KilledSaveIT {

  private static final int KILLS = 6;
  private static final int MOST_MILLIS = 120;

  @TempDir private Path folder;

  @Test
  void nextEmulatorFindsTheOldSnapshotOrTheNewAndLoadsAllThereAre() throws Exception {
    Random random = new Random(7);
    Map<String, String> before = Map.of();
    int inTheMidst = 0;
    for (int kill = 0; kill <= KILLS; kill++) {
      inTheMidst += SnapshotProcess.hasDraft(folder) ? 1 : 0;
      try (SnapshotProcess run = SnapshotProcess.start(folder, "qmp" + kill)) {
        Map<String, String> found = run.snapshots();
        assertEquals(before.keySet(), found.keySet());
        assertEquals(without(before), without(found), "what nobody was saving is as it was");
        assertEquals(found.size(), SnapshotProcess.streams(folder).size());
        for (String tag : found.keySet()) {
          assertEquals("", run.monitor("loadvm \"" + tag + "\""));
          assertEquals(0, run.mismatches(), tag);
        }
        assertEquals("", run.monitor("savevm \"kept " + kill % 2 + "\""));
        assertEquals("", run.monitor("savevm over"));
        before = run.snapshots();
        run.saveOnAndOn("over");
        // when it dies is what the test is about
        TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_MILLIS));
        run.kill();
      }
    }
    assertTrue(inTheMidst > 0, "no kill came while a stream was written");
  }

  @Test
  void secondEmulatorOfAFolderIsRefusedInOneLine() throws Exception {
    try (SnapshotProcess run = SnapshotProcess.start(folder, "qmp")) {
      Path snapshots = SnapshotProcess.snapshots(folder);
      Ended second = Ended.pseries(folder, "run", "--memory=16M", "--snapshots=" + snapshots);
      assertEquals(1, second.status());
      assertEquals(
          "pseries: %s: in use by another emulator, process %d; give each a folder of its own"
              .formatted(snapshots, run.pid()),
          second.line());
      assertEquals("", run.monitor("savevm a"), "and the first has it still");
    }
  }

  @Test
  void emulatorBeginsWithASnapshotIfItIsToldTo() throws Exception {
    Path snapshots = SnapshotProcess.snapshots(folder);
    try (SnapshotProcess run = SnapshotProcess.start(folder, "qmp1")) {
      assertEquals("", run.monitor("savevm a"));
      run.kill();
    }
    try (SnapshotProcess run = SnapshotProcess.start(folder, "qmp2", "--loadvm=a")) {
      assertEquals(
          "VM status: running\r\n", run.monitor("info status"), "as QEMU ends lines in QMP");
      assertEquals(0, run.mismatches());
      run.kill();
    }
    Ended none =
        Ended.pseries(folder, "run", "--memory=64M", "--snapshots=" + snapshots, "--loadvm=b");
    assertEquals(1, none.status());
    assertEquals("pseries: there is no snapshot 'b'", none.line());
    Ended wrong = Ended.pseries(folder, "run", "--loadvm=a");
    assertEquals(2, wrong.status());
    assertTrue(wrong.line().contains("--loadvm needs --snapshots"), wrong.err());
    Ended stream = Ended.pseries(folder, "analyze", snapshots.resolve("1.qevm").toString());
    assertEquals(0, stream.status(), stream.err());
  }

  private static Map<String, String> without(Map<String, String> snapshots) {
    Map<String, String> others = new TreeMap<>(snapshots);
    others.remove("over");
    return others;
  }
}
