// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import picocli.CommandLine.Option;

/** How often a benchmark measures the same, after rounds that only warm up. */
final class RoundsOption {

  /** As messages name it. */
  static final String NAME = "--rounds";

  @Option(
      names = NAME,
      paramLabel = "N",
      defaultValue = "20",
      description = "Rounds that count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  int rounds() {
    return rounds;
  }
}
