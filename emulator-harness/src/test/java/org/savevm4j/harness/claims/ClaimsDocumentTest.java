// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document's figures of real tables are those that are measured today. */
class ClaimsDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "claims.md");
  private static final Pattern OF_A_REAL_TABLE =
      Pattern.compile("\\| .* \\| qemu-.* \\| (idle|fork|churn) \\| .* \\| (counted|computed) \\|");

  @Test
  void figuresOfRealTablesAreMeasuredToday() throws IOException {
    Set<String> stale = new TreeSet<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (OF_A_REAL_TABLE.matcher(line).matches()) {
        stale.add(line);
      }
    }
    assertTrue(stale.size() > 20, "the figures are found: " + stale.size());
    stale.removeAll(measured());
    assertEquals(Set.of(), stale);
  }

  private static Set<String> measured() throws IOException {
    List<MeasuredTable> real = MeasuredTable.real();
    List<Finding> findings = new ArrayList<>();
    findings.add(TableSizeClaim.measure(real, real));
    findings.add(EntriesPerRecordClaim.measure(real, real, ClaimsOptions.FULL.seed()));
    findings.add(SlotOrderClaim.measure(real, real));
    findings.add(HeaderFormatClaim.measure(real, real));
    findings.add(PageTrackingClaim.measure(real, real));
    return findings.stream()
        .flatMap(finding -> finding.rows().stream())
        .map(ClaimsDocumentTest::line)
        .collect(Collectors.toSet());
  }

  private static String line(ClaimRow row) {
    return String.join(
            " | ",
            "| " + row.name(),
            row.subject().table(),
            row.subject().load(),
            Figure.of(row.median()),
            row.unit(),
            row.how().word())
        + " |";
  }
}
