// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void medianOfAnOddNumberIsTheOneInTheMiddle() {
    assertEquals(new Spread(3, 1, 9), Spread.of(9, 1, 3));
  }

  @Test
  void medianOfAnEvenNumberIsTheLowerOfTheTwoInTheMiddle() {
    assertEquals(new Spread(3, 1, 9), Spread.of(9, 4, 1, 3));
  }

  @Test
  void rowsStandInTheirOrderWithTheirNamesAligned() {
    SpreadRows rows =
        new SpreadRows().add("save, ms", Spread.of(2, 1.25, 4)).add("on/off", Spread.of(0.5));
    assertEquals(
        "save, ms  median 2.00, min 1.25, max 4.00%n".formatted()
            + "on/off    median 0.50, min 0.50, max 0.50%n".formatted(),
        rows.toText(2));
    assertEquals(
        "{\"rows\":[{\"name\":\"save, ms\",\"median\":2,\"min\":1.25,\"max\":4},"
            + "{\"name\":\"on/off\",\"median\":0.5,\"min\":0.5,\"max\":0.5}]}",
        rows.toJson().toString());
  }
}
