// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.hpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sets of marks of a table: opened, closed, and opened again. */
final class DirtyTrackingTest {

  private final DirtyTracking tracking = new DirtyTracking(1 << 14, Arena.ofAuto());

  @Test
  void marksInEachSetThatIsOpenAndInNoOther() {
    DirtyMarks one = tracking.open();
    DirtyMarks two = tracking.open();
    tracking.mark(5);
    assertEquals(List.of(one, two), tracking.sets());
    tracking.close(one);
    tracking.mark(9);
    assertEquals(1L << 5, one.take(0));
    assertEquals(1L << 5 | 1L << 9, two.take(0));
    assertEquals(List.of(two), tracking.sets());
    assertSame(one, tracking.open());
    tracking.mark(7);
    assertEquals(1L << 7, one.take(0));
    assertEquals(1L << 7, two.take(0));
  }

  @Test
  void setIsOpenedAnewWithoutTheMarksOfItsLastReader() {
    DirtyMarks before = tracking.open();
    tracking.mark(5);
    tracking.mark(9000);
    tracking.close(before);
    DirtyMarks again = tracking.open();
    again.forEachWord(again.words(), (word, marks) -> assertEquals(0, marks, "word " + word));
    assertEquals(0, again.take(0));
    assertEquals(0, again.take(9000 >> 6));
  }

  @Test
  void setThatIsClosedTwiceIsNotGivenToTwoReaders() {
    DirtyMarks marks = tracking.open();
    tracking.close(marks);
    tracking.close(marks);
    assertNotSame(tracking.open(), tracking.open());
  }

  @Test
  void thirdSetIsRefused() {
    for (int i = 0; i < DirtyTracking.MAX_OPEN; i++) {
      tracking.open();
    }
    assertEquals(
        "the table has 2 readers, which is as many as it takes",
        assertThrows(IllegalStateException.class, tracking::open).getMessage());
  }
}
