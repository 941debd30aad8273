// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.board.MigrationInfo;

class MigrationTextTest {

  @Test
  void reasonOfAFailedMigrationStaysOnItsLine() {
    MigrationInfo failed =
        new MigrationInfo(
            "failed",
            "unknown section evil\033[2J\nname",
            0,
            0,
            -1,
            -1,
            new MigrationInfo.Ram(0, 0, 0, 0, 0, 0, 0, 0),
            0,
            0,
            Map.of(),
            Map.of());
    assertEquals(
        "Migration status: failed (unknown section evil\\u001b[2J\\u000aname)\n",
        MigrationText.of(failed, null));
  }
}
