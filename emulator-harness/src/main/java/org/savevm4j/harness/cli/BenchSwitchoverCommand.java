// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.List;
import org.savevm4j.harness.switchover.SwitchoverOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pseries bench switchover}. */
@Command(
    name = "switchover",
    description =
        "Migrates guests with tables of several sizes, idle and busy, between processes, and tells"
            + " the downtime, the table's part of it and the table's bytes in it; a table of 2^N"
            + " bytes is that of a guest with 2^(N+7) bytes of RAM, all mapped.")
final class BenchSwitchoverCommand extends BenchDowntimeSubcommand {

  @Option(
      names = "--htab-shift",
      paramLabel = "N",
      split = ",",
      defaultValue = "23,27,30,32",
      description = "Page tables of 2 to the N bytes, 19 to 33 (default: ${DEFAULT-VALUE}).")
  private List<Integer> htabShifts = List.of();

  @Override
  List<Integer> htabShifts() {
    return htabShifts;
  }

  @Override
  List<Long> links() {
    return List.of(SwitchoverOptions.UNLIMITED);
  }
}
