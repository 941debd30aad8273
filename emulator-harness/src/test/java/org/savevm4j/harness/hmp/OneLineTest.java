// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.hmp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.savevm4j.harness.board.MigrationInfo;

class OneLineTest {

  @Test
  void textThatDoesNotMoveTheCursorIsShownAsItIs() {
    String text = "spapr/htab (instance 0) \\ \u00e4\ud83d\ude00";
    assertEquals(text, OneLine.of(text));
    assertEquals("null", OneLine.of(null));
  }

  @Test
  void whatEndsLinesOrTurnsTheWritingAroundIsEscaped() {
    assertEquals(
        "\\u0009\\u000a\\u001b[2J\\u0085\\u2028\\u007f\\u202e",
        OneLine.of("\t\n\033[2J\u0085\u2028\u007f" + (char) 0x202e));
  }

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
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Map.of(),
            Map.of());
    assertEquals(
        "Migration status: failed (unknown section evil\\u001b[2J\\u000aname)\n",
        MigrationText.of(failed, null));
  }
}
