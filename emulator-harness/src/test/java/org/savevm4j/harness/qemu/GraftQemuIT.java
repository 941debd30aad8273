// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.savevm4j.harness.board.Emulator;
import org.savevm4j.harness.board.EmulatorOptions;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.guest.Workload;
import org.savevm4j.harness.rewrite.FileRewrite;
import org.savevm4j.harness.savevm.MigrationParameters;

/**
 * The table that our own machine sends, in the place of the one in a stream of QEMU: QEMU loads it
 * paused, and sends the same entries again.
 */
@Timeout(300)
class GraftQemuIT {

  /** Of the same size, so that both tables have the same shift. */
  private static final QemuOptions GUEST = QemuOptions.guest("idle").memory("512");

  private static final long MEMORY = 512L << 20;
  private static final int SHIFT = 22;
  private static final long UPDATES_PER_SECOND = 50_000;

  /** Updates of our guest before it is sent, and while it is. */
  private static final long UPDATES = 20_000;

  private static final long LOOK_NANOS = 1_000_000;

  /** Slow, and with no end that the decision to stop would take. */
  private static final MigrationParameters SLOW = new MigrationParameters(16L << 20, 0);

  @TempDir private static Path folder;

  /** A stream of QEMU whose table is in its END as a whole. */
  private static Path host;

  @BeforeAll
  @Timeout(300)
  static void saveAHost() throws Exception {
    Path saved = folder.resolve("saved");
    host = folder.resolve("host");
    try (QemuProcess source = QemuProcess.boot(GUEST)) {
      source.save(saved);
    }
    FileRewrite.run(saved, host, false);
  }

  @Test
  void tableOfAPausedMachineComesBackAsItWasSent() throws Exception {
    Path ours = folder.resolve("paused");
    try (Emulator emulator = emulator()) {
      emulator.stop();
      migrate(emulator, ours);
    }
    assertArrayEquals(TableRecords.of(ours).bytes(), throughQemu(ours, folder.resolve("graft")));
  }

  @Test
  void tableToldInManyPassesComesBackAsItStoodAtTheEnd() throws Exception {
    Path ours = folder.resolve("running");
    try (Emulator emulator = emulator()) {
      emulator.parameters(SLOW);
      emulator.migrate("file:" + ours);
      awaitUpdates(emulator);
      emulator.parameters(MigrationParameters.DEFAULT);
      awaitCompleted(emulator);
    }
    Path graft = folder.resolve("graft-of-passes");
    byte[] again = throughQemu(ours, graft);
    assertTrue(TableRecords.of(ours).bytes().length > again.length, "told in one pass");
    Path atTheEnd = folder.resolve("at-the-end");
    FileRewrite.run(graft, atTheEnd, false);
    assertArrayEquals(TableRecords.of(atTheEnd).bytes(), again);
  }

  /** Grafts our table, lets QEMU load it paused, and answers the records that QEMU sends then. */
  private static byte[] throughQemu(Path ours, Path graft) throws Exception {
    Path again = folder.resolve(graft.getFileName() + "-again");
    byte[] sent = TableRecords.of(ours).bytes();
    TableRecords.graft(host, sent, graft);
    try (QemuProcess paused = QemuProcess.load(GUEST.with("-S"), graft)) {
      paused.save(again);
    }
    byte[] records = TableRecords.of(again).bytes();
    System.out.println(
        "qemu: grafted: %d bytes of our machine's records, loaded, %d bytes sent again"
            .formatted(sent.length, records.length));
    return records;
  }

  private static Emulator emulator() throws Exception {
    GuestOptions guest = new GuestOptions(Workload.MIX, UPDATES_PER_SECOND, 1);
    Emulator emulator = Emulator.open(new EmulatorOptions(MEMORY, 1, SHIFT, null, false, guest));
    emulator.start();
    awaitUpdates(emulator);
    return emulator;
  }

  private static void migrate(Emulator emulator, Path file) throws Exception {
    emulator.migrate("file:" + file);
    awaitCompleted(emulator);
  }

  private static void awaitUpdates(Emulator emulator) throws Exception {
    long until = emulator.guestStatus().updates() + UPDATES;
    while (emulator.guestStatus().updates() < until) {
      // the loop asks itself; this only leaves the core to the guest
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static void awaitCompleted(Emulator emulator) {
    long begin = System.nanoTime();
    while (!emulator.queryMigrate().status().equals("completed")) {
      assertTrue(
          System.nanoTime() - begin < TimeUnit.MINUTES.toNanos(1),
          () -> "not completed: " + emulator.queryMigrate());
      // the loop asks itself; this only leaves the core to the guest
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
