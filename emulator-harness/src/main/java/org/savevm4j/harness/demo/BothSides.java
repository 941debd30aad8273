// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.report.MigrationRecord;
import org.savevm4j.harness.report.MigrationReports;

/** The page about a demonstration's migration, from what both emulators wrote of it. */
final class BothSides {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private BothSides() {}

  /**
   * Waits for the figures of a migration that has ended, and puts the page.
   *
   * @param folder for the page
   * @return where the page is
   * @throws DemoException if an emulator ends, or does not write them
   */
  static Path report(EmulatorPair pair, Path folder)
      throws IOException, DemoException, InterruptedException {
    List<MigrationRecord> sides = new ArrayList<>();
    sides.add(await(pair.folder(), "source", pair.source()));
    // that of a destination which gave up may end before it has written any
    if (pair.destination().isAlive()) {
      sides.add(await(pair.folder(), "destination", pair.destination()));
    }
    return MigrationReports.write(folder, sides);
  }

  private static MigrationRecord await(Path folder, String side, EmulatorProcess emulator)
      throws IOException, DemoException, InterruptedException {
    Path file = folder.resolve(MigrationReports.data(side));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > deadline) {
        throw new DemoException(
            "the " + side + " did not write its figures within " + LIMIT.toSeconds() + " s");
      }
      emulator.letRun(LOOK_EVERY);
    }
    try {
      return MigrationRecord.parse(Files.readString(file));
    } catch (IOException unread) {
      throw new DemoException(
          "the figures that the " + side + " wrote cannot be read: " + unread.getMessage(), unread);
    }
  }
}
