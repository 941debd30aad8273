// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import java.util.List;

/**
 * What to measure: every table size with every update rate over every link.
 *
 * @param launcher the command, with its first arguments, that runs one emulator
 * @param htabShifts log2 of the tables' bytes, {@value #LEAST_SHIFT} to {@value #MOST_SHIFT}
 * @param updateRates slots that the guest changes a second; 0 is an idle guest
 * @param linkBits bits a second of the links, {@value #UNLIMITED} for TCP on this computer as it is
 * @param rounds migrations of each, 1 or more
 * @param showErrors whether the emulators' own messages go to standard error
 */
public record SwitchoverOptions(
    List<String> launcher,
    List<Integer> htabShifts,
    List<Long> updateRates,
    List<Long> linkBits,
    int rounds,
    boolean showErrors) {

  /** The table of 64 MiB of RAM: no guest fits into less. */
  public static final int LEAST_SHIFT = 19;

  /** The table of 1 TiB of RAM: a guest takes no more. */
  public static final int MOST_SHIFT = 33;

  /** No link in between. */
  public static final long UNLIMITED = 0;

  public SwitchoverOptions {
    htabShifts = List.copyOf(htabShifts);
    updateRates = List.copyOf(updateRates);
    linkBits = List.copyOf(linkBits);
    launcher = List.copyOf(launcher);
  }

  /** How many there will be in all. */
  public long switchovers() {
    return (long) htabShifts.size() * updateRates.size() * linkBits.size() * rounds;
  }
}
