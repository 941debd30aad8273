// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;

/** Target: payloads of section spapr/htab, version 2, for a table behind the HTAB channel. */
public final class PackedChannelFuzz {

  private static final HtabRuns RUNS = HtabRuns.ofChannel(HtabRuns.PACKED);

  private PackedChannelFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    RUNS.run(input);
  }
}
