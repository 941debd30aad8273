// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.savevm4j.section.IterateResult;

/** When in a save the guest is stopped. */
enum PendingCase {
  BEFORE_THE_FIRST_PASS,
  AFTER_A_PASS_WITH_CHANGES,
  AFTER_A_PASS_WITHOUT_CHANGES;

  void reach(SaveRun save, LiveSubject source, RandomGenerator random, int changes)
      throws IOException {
    if (this == BEFORE_THE_FIRST_PASS) {
      return;
    }
    while (save.iterate(Long.MAX_VALUE >> 1) != IterateResult.CAUGHT_UP) {
      // the pass goes on
    }
    for (int i = 0; this == AFTER_A_PASS_WITH_CHANGES && i < changes; i++) {
      source.change(random);
    }
  }
}
