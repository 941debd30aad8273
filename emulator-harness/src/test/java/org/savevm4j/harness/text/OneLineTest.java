// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

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
}
