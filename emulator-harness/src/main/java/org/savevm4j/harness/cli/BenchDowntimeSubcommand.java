// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.io.IOException;
import java.util.List;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.progress.Progress;
import org.savevm4j.harness.qmp.QmpException;
import org.savevm4j.harness.switchover.SwitchoverBench;
import org.savevm4j.harness.switchover.SwitchoverOptions;
import org.savevm4j.harness.switchover.SwitchoverResult;
import picocli.CommandLine.Option;

/** What {@code bench switchover} and {@code bench link} have in common: which guests migrate. */
abstract class BenchDowntimeSubcommand extends BenchSubcommand {

  @Option(
      names = "--update-rate",
      paramLabel = "N",
      split = ",",
      defaultValue = "0,50000",
      description =
          "Slots that the guests change a second, 0 for an idle one (default: ${DEFAULT-VALUE}).")
  private List<Long> updateRates = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Migrations of each guest (default: ${DEFAULT-VALUE}).")
  private int rounds;

  /** log2 of the bytes of each table. */
  abstract List<Integer> htabShifts();

  /** Speeds of the links in bits a second. */
  abstract List<Long> links();

  @Override
  final BenchOutcome measure(Progress shown)
      throws IOException, DemoException, QmpException, InterruptedException {
    SwitchoverOptions options = options();
    SwitchoverResult result =
        SwitchoverBench.run(options, lines(shown, "switchovers", options.switchovers()));
    return outcome(result.toJson(), result.toText());
  }

  private SwitchoverOptions options() {
    for (int shift : htabShifts()) {
      require("--htab-shift", shift, SwitchoverOptions.LEAST_SHIFT, SwitchoverOptions.MOST_SHIFT);
    }
    for (long rate : updateRates) {
      require("--update-rate", rate, 0, GuestOptions.MOST_UPDATES_PER_SECOND);
    }
    return new SwitchoverOptions(
        OwnCommand.run(),
        htabShifts(),
        updateRates,
        links(),
        oneOrMore("--rounds", rounds),
        debug());
  }

  private void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong(option + " " + value + " is not in " + least + " to " + most);
    }
  }
}
