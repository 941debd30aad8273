// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClaimsTest {

  @Test
  void everyClaimIsMeasuredAndWhatIsNotTimedRepeats() throws Exception {
    List<String> progress = new ArrayList<>();
    ClaimsResult once = Claims.run(ClaimsOptions.REDUCED, progress::add);
    ClaimsResult again = Claims.run(ClaimsOptions.REDUCED, line -> {});
    assertEquals(
        Arrays.asList(Claim.values()), once.findings().stream().map(Finding::claim).toList());
    assertEquals(untimed(once), untimed(again));
    assertEquals(
        Claims.steps(ClaimsOptions.REDUCED),
        progress.size(),
        "a display knows how many steps there are before the first");
    for (Finding finding : once.findings()) {
      assertFalse(finding.rows().isEmpty(), finding.claim().word());
      assertFalse(finding.plots().isEmpty(), finding.claim().word());
      for (ClaimRow row : finding.rows()) {
        assertEquals(finding.claim(), row.claim());
        assertTrue(Double.isFinite(row.median()), row::toString);
        assertTrue(row.min() <= row.median() && row.median() <= row.max(), row::toString);
      }
    }
    assertFalse(ReportHtml.of(once).isEmpty());
  }

  private static List<ClaimRow> untimed(ClaimsResult result) {
    return result.findings().stream()
        .flatMap(finding -> finding.rows().stream())
        .filter(row -> row.how() != How.TIMED)
        .toList();
  }
}
