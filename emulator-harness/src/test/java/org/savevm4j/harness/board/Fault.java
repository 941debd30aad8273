// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Locale;

/** What goes wrong in a migration, as docs/failures.md names it. */
enum Fault {
  SOURCE_KILLED,
  DESTINATION_KILLED,
  LINK_CUT,
  LINK_STALLED,
  DISK_FULL,
  CANCELLED;

  static Fault of(String words) {
    return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}
