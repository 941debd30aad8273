// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.savevm.MigrationParameters;

class SnapshotSaveTest {

  private static final MigrationParameters SET = new MigrationParameters(1000, 250);

  @Test
  void goesByTheDowntimeLimitThatIsSetButNotByTheLinksBandwidth() {
    MigrationParameters early =
        SnapshotSave.ofSnapshot(SET, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    assertEquals(0, early.maxBandwidth());
    assertEquals(250, early.downtimeLimit());
  }

  @Test
  void stopsAGuestThatTheDiskCannotKeepUpWithWhenItsTimeIsOver() {
    MigrationParameters late = SnapshotSave.ofSnapshot(SET, System.nanoTime() - 1);
    assertEquals(0, late.maxBandwidth());
    assertEquals(2_000_000, late.downtimeLimit());
  }
}
