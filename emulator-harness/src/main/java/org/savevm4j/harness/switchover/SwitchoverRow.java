// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The switchovers of one guest.
 *
 * @param linkBits as in {@link SwitchoverOptions#linkBits}
 * @param figures one a migration, at least one
 */
record SwitchoverRow(
    int htabShift, long updateRate, long linkBits, List<SwitchoverFigures> figures) {

  SwitchoverRow {
    figures = List.copyOf(figures);
  }

  /** One figure of all migrations, ascending. */
  long[] sorted(ToLongFunction<SwitchoverFigures> figure) {
    return figures.stream().mapToLong(figure).sorted().toArray();
  }

  /** The middle one; of an even number the lower of the two in the middle. */
  static long median(long[] ascending) {
    return ascending[(ascending.length - 1) / 2];
  }
}
