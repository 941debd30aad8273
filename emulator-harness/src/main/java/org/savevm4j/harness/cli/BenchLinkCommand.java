// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pseries bench link}. */
@Command(
    name = "link",
    description =
        "The same as switchover through links of some bits a second; a token bucket stands between"
            + " the emulators, on unix sockets.")
final class BenchLinkCommand extends BenchDowntimeSubcommand {

  @Option(
      names = "--htab-shift",
      paramLabel = "N",
      split = ",",
      defaultValue = "23",
      description = "Page tables of 2 to the N bytes, 19 to 33 (default: ${DEFAULT-VALUE}).")
  private List<Integer> htabShifts = List.of();

  @Option(
      names = "--rate",
      paramLabel = "BITS",
      split = ",",
      defaultValue = "1G,10G",
      converter = BitRate.Converter.class,
      description =
          "Speeds in bits a second, with K, M or G for powers of 1000 (default: ${DEFAULT-VALUE}).")
  private List<BitRate> rates = List.of();

  @Override
  List<Integer> htabShifts() {
    return htabShifts;
  }

  @Override
  List<Long> links() {
    return rates.stream().map(BitRate::bitsPerSecond).toList();
  }
}
