// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;

/** Target: payloads of section spapr/htab, version 2, for a table in the process. */
public final class PackedTableFuzz {

  private static final HtabRuns RUNS = HtabRuns.ofTable(HtabRuns.PACKED);

  private PackedTableFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    RUNS.run(input);
  }
}
