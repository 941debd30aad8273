// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.switchover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.savevm4j.harness.demo.DemoException;
import org.savevm4j.harness.qmp.QmpException;

/** Measures one guest after the other, on the caller's thread. */
public final class SwitchoverBench {

  private SwitchoverBench() {}

  /**
   * Measures. Each guest is checked after its last move.
   *
   * @param progress receives a line for each switchover
   * @throws DemoException if an emulator or a migration fails, or a guest finds anything other than
   *     it left it
   */
  public static SwitchoverResult run(SwitchoverOptions options, Consumer<String> progress)
      throws IOException, QmpException, DemoException, InterruptedException {
    List<SwitchoverRow> rows = new ArrayList<>();
    for (int shift : options.htabShifts()) {
      for (long rate : options.updateRates()) {
        try (WanderingGuest guest = WanderingGuest.boot(options, shift, rate)) {
          for (long bits : options.linkBits()) {
            List<SwitchoverFigures> figures = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
              figures.add(guest.move(bits));
              progress.accept(
                  "shift %d, %d updates/s: %s".formatted(shift, rate, figures.getLast()));
            }
            rows.add(new SwitchoverRow(shift, rate, bits, figures));
          }
          guest.check();
        }
      }
    }
    return new SwitchoverResult(rows);
  }
}
