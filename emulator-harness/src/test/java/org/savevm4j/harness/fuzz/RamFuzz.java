// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.util.zip.CRC32C;
import org.savevm4j.harness.memory.RamHost;
import org.savevm4j.harness.ramsection.RamSection;

/** Target: payloads of section ram, for a machine of 16 pages. */
public final class RamFuzz {

  private static final RamHost HOST = new RamHost(64L << 10);
  private static final LiveRuns RUNS = new LiveRuns(new RamSection(HOST), 4, RamFuzz::digest);

  private RamFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    RUNS.run(input);
  }

  private static long digest() {
    CRC32C crc = new CRC32C();
    crc.update(HOST.current().memory().asByteBuffer());
    return crc.getValue();
  }
}
