// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.ArrayList;
import java.util.List;
import org.savevm4j.harness.page.Plot;

/** The rows of one claim in the making. One thread. */
final class Rows {

  private final Claim claim;
  private final List<ClaimRow> rows = new ArrayList<>();

  Rows(Claim claim) {
    this.claim = claim;
  }

  void counted(String name, Subject subject, String unit, double value) {
    rows.add(ClaimRow.of(claim, name, subject, unit, How.COUNTED, value));
  }

  void counted(String name, Subject subject, String unit, long value) {
    counted(name, subject, unit, (double) value);
  }

  void simulated(String name, Subject subject, String unit, double value) {
    rows.add(ClaimRow.of(claim, name, subject, unit, How.SIMULATED, value));
  }

  void simulated(String name, Subject subject, String unit, long value) {
    simulated(name, subject, unit, (double) value);
  }

  void computed(String name, Subject subject, String unit, double value) {
    rows.add(ClaimRow.of(claim, name, subject, unit, How.COMPUTED, value));
  }

  void timed(String name, Subject subject, String unit, double... values) {
    rows.add(ClaimRow.timed(claim, name, subject, unit, values));
  }

  void add(ClaimRow row) {
    rows.add(row);
  }

  Finding finding(String verdict, Plot... plots) {
    return new Finding(claim, verdict, rows, List.of(plots));
  }
}
