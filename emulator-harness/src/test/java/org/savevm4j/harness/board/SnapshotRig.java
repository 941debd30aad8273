// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.savevm4j.harness.snapshot.WatchedFolder;
import org.savevm4j.harness.transport.MigrationUri;

/** The parts of an emulator whose snapshots go to a folder that a test watches. */
final class SnapshotRig implements AutoCloseable {

  final Board board;
  final RunSwitch runSwitch;
  final Migrations migrations;
  final Snapshots snapshots;

  /** How often the guest was stopped. */
  int stops;

  /** Boots a guest, which runs when this returns. */
  SnapshotRig(Path folder, WatchedFolder.Watch watch) throws Exception {
    this(StubOptions.booting(), folder, watch);
  }

  SnapshotRig(EmulatorOptions options, Path folder, WatchedFolder.Watch watch) throws Exception {
    EmulatorListeners listeners = new EmulatorListeners();
    listeners.add(
        new EmulatorListener() {
          @Override
          public void stopped() {
            stops++;
          }

          @Override
          public void resumed() {}

          @Override
          public void migration(String status) {}

          @Override
          public void pass(long pass) {}
        });
    board = new Board(options);
    Capabilities capabilities = new Capabilities(board.capabilities());
    runSwitch =
        new RunSwitch(
            board.machine(), board.devices().globalState(), RunStatus.PRELAUNCH, listeners::tell);
    migrations =
        new Migrations(
            board, runSwitch, capabilities, false, UnaryOperator.identity(), listeners::tell);
    snapshots =
        new Snapshots(
            WatchedFolder.open(folder, watch),
            board,
            runSwitch,
            capabilities,
            migrations,
            listeners::tell);
    board.boot();
    runSwitch.start();
  }

  void migrate(String uri) throws Exception {
    migrations.migrate(MigrationUri.parse(uri));
  }

  long updates() throws EmulatorException {
    return runSwitch.paused(board::guestStatus).updates();
  }

  /** Returns when the guest has done so much more. */
  void awaitUpdates(long more) throws EmulatorException {
    long before = updates();
    while (updates() < before + more) {
      Thread.onSpinWait();
    }
  }

  long mismatches() throws EmulatorException {
    return runSwitch.paused(board::checkGuest).mismatches();
  }

  @Override
  public void close() throws IOException {
    try {
      migrations.close();
      snapshots.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      board.close();
    }
  }
}
