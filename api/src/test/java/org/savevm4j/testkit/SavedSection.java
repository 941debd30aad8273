// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.savevm4j.section.IterateResult;
import org.savevm4j.section.LiveSection;

/**
 * All payloads of one save, in their order.
 *
 * @param version that START names
 */
record SavedSection(long version, List<SavedPayload> payloads) {

  SavedSection {
    payloads = List.copyOf(payloads);
  }

  /** Saves a section of a guest that stands still: one lap, then END. */
  static SavedSection of(LiveSection section, Set<String> enabled) throws IOException {
    try (SaveRun save = new SaveRun(section, enabled)) {
      save.setup();
      IterateResult result;
      do {
        result = save.iterate(Long.MAX_VALUE >> 1);
      } while (result != IterateResult.CAUGHT_UP);
      save.complete();
      return save.saved();
    }
  }

  /** Of all payloads. */
  long bytes() {
    return payloads.stream().mapToLong(payload -> payload.bytes().length).sum();
  }
}
