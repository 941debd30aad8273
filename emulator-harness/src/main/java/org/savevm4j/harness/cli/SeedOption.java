// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import picocli.CommandLine.Option;

/** What a benchmark draws its plans from: the same seed, the same plans. */
final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the plans are drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  long seed() {
    return seed;
  }
}
