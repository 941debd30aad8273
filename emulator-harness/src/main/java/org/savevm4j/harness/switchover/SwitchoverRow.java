// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import java.util.List;
import java.util.function.ToLongFunction;
import org.savevm4j.harness.figures.Spread;

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

  /** One figure of all migrations. */
  Spread spread(ToLongFunction<SwitchoverFigures> figure) {
    return Spread.of(figures.stream().mapToDouble(figure::applyAsLong));
  }
}
