// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;

/** Target: payloads of section spapr/htab, version 1, for a table in the process. */
public final class HtabTableFuzz {

  private static final HtabRuns RUNS = HtabRuns.ofTable(HtabRuns.CLASSIC);

  private HtabTableFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    RUNS.run(input);
  }
}
