// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.List;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.harness.switchover.SwitchoverOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code bench switchover} and {@code bench link} can be told of guests and links. */
final class SwitchoverArguments {

  private static final int USUAL_TABLE = 30;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--htab-shift",
      paramLabel = "N",
      split = ",",
      description =
          "Page tables of 2 to the N bytes: of switchover and link 19 to 33 (default: switchover "
              + "23,27,30,32, link 23); of passes, load and marking one, 18 to 32 (default: 30, "
              + "which the goals are for).")
  private List<Integer> htabShifts = List.of();

  @Option(
      names = "--update-rate",
      paramLabel = "N",
      split = ",",
      defaultValue = "0,50000",
      description =
          "Slots that the guests of switchover and link change a second, 0 for an idle one "
              + "(default: ${DEFAULT-VALUE}).")
  private List<Long> updateRates = List.of();

  @Option(
      names = "--rate",
      paramLabel = "BITS",
      split = ",",
      defaultValue = "1G,10G",
      converter = BitRate.Converter.class,
      description =
          "Speeds of link in bits a second, with K, M or G for powers of 1000 "
              + "(default: ${DEFAULT-VALUE}).")
  private List<BitRate> rates = List.of();

  /** The one table of a benchmark that has one. */
  int tableShift() {
    if (htabShifts.size() > 1) {
      throw new ParameterException(spec.commandLine(), "--htab-shift is one number here");
    }
    return htabShifts.isEmpty() ? USUAL_TABLE : htabShifts.getFirst();
  }

  /**
   * The options of a measurement.
   *
   * @param slowLinks whether it goes through links of the rates
   * @throws ParameterException when a number is out of its bounds
   */
  SwitchoverOptions toOptions(boolean slowLinks, int rounds, boolean showErrors) {
    List<Integer> usual = slowLinks ? List.of(23) : List.of(23, 27, 30, 32);
    List<Integer> shifts = htabShifts.isEmpty() ? usual : htabShifts;
    for (int shift : shifts) {
      if (shift < SwitchoverOptions.LEAST_SHIFT || shift > SwitchoverOptions.MOST_SHIFT) {
        throw wrong(
            "--htab-shift",
            shift,
            SwitchoverOptions.LEAST_SHIFT + " to " + SwitchoverOptions.MOST_SHIFT);
      }
    }
    for (long rate : updateRates) {
      if (rate < 0 || rate > GuestOptions.MOST_UPDATES_PER_SECOND) {
        throw wrong("--update-rate", rate, "0 to " + GuestOptions.MOST_UPDATES_PER_SECOND);
      }
    }
    return new SwitchoverOptions(
        OwnCommand.run(),
        shifts,
        updateRates,
        slowLinks
            ? rates.stream().map(BitRate::bitsPerSecond).toList()
            : List.of(SwitchoverOptions.UNLIMITED),
        rounds,
        showErrors);
  }

  private ParameterException wrong(String option, Object value, String bounds) {
    return new ParameterException(
        spec.commandLine(), option + " " + value + " is not in " + bounds);
  }
}
