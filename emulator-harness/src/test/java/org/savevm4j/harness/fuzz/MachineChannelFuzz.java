// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import org.savevm4j.harness.board.HtabAccess;

/** Target: a whole stream, loaded into a machine whose table is behind the HTAB channel. */
public final class MachineChannelFuzz {

  private static final MachineRuns RUNS = runs();

  private MachineChannelFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    RUNS.run(input);
  }

  private static MachineRuns runs() {
    try {
      return new MachineRuns(HtabAccess.FD);
    } catch (IOException broken) {
      throw new ExceptionInInitializerError(broken);
    }
  }
}
