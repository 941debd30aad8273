// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.List;
import org.savevm4j.harness.page.Plot;

/**
 * What came of one claim.
 *
 * @param verdict whether it holds, where, and by how much; with the figures of this run
 */
public record Finding(Claim claim, String verdict, List<ClaimRow> rows, List<Plot> plots) {

  public Finding {
    rows = List.copyOf(rows);
    plots = List.copyOf(plots);
  }
}
