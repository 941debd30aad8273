// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.demo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DemoResultTest {

  private static final String MIGRATION =
      """
      {"status":"completed","downtime":12,"x-downtime-ns":12345678,"x-total-time-ns":1999999999,
       "ram":{"transferred":1048576,"total":2097152},
       "htab":{"shift":18,"passes":3,"records":4,"transferred":5,"downtime-bytes":6}}
      """;

  @Test
  void jsonHasTimesInMillisecondsAndTheTableAndTheGuest() {
    assertEquals(
        "{\"status\":\"completed\",\"downtime\":12.345,\"total-time\":1999.999,"
            + "\"htab\":{\"shift\":18,\"passes\":3,\"records\":4,\"transferred\":5,"
            + "\"downtime-bytes\":6},"
            + "\"guest\":{\"updates\":70,\"update-rate\":1000.1,\"mappings\":9,\"checked\":8,"
            + "\"mismatches\":0}}",
        result(0).toJson().toString());
  }

  @Test
  void textTellsTheSame() {
    String text = result(0).toText();
    assertTrue(text.contains("downtime    12.3 ms"), text);
    assertTrue(text.contains("9 mappings, 8 compared, 0 mismatches"), text);
  }

  @Test
  void anyMismatchIsAFailure() {
    assertDoesNotThrow(() -> result(0).requirePassed());
    assertEquals(
        "the guest finds 1 mismatches after its migration",
        assertThrows(DemoException.class, () -> result(1).requirePassed()).getMessage());
  }

  @Test
  void mismatchesDoNotHideThatThereIsNoPage() {
    DemoReport none = new DemoReport(null, new IOException("/x: no space left"));
    assertEquals(
        "the guest finds 1 mismatches after its migration; no report: /x: no space left",
        assertThrows(DemoException.class, () -> result(1, none).requirePassed()).getMessage());
    assertDoesNotThrow(() -> result(0, none).requirePassed());
  }

  private static DemoResult result(long mismatches) {
    return result(mismatches, DemoReport.NONE);
  }

  private static DemoResult result(long mismatches, DemoReport report) {
    JsonMapper mapper = JsonMapper.shared();
    String check =
        "{\"mappings\":9,\"checked\":8,\"updates\":70,\"mismatches\":" + mismatches + "}";
    return new DemoResult(mapper.readTree(MIGRATION), mapper.readTree(check), 1000.06, 30, report);
  }
}
