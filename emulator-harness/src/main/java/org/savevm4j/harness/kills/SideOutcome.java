// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.util.Locale;

/** What became of one side of a migration, in the words of docs/failures.md. */
enum SideOutcome {
  /** The source, whose migration failed. */
  RUNS_ON,
  /** The source, which cannot know whether the destination has the guest, and says so. */
  STAYS_PAUSED,
  /** The source, whose migration completed. */
  HAS_HANDED_OVER,
  /** The destination, with the guest. */
  RUNS,
  /** The destination, which ended with status 1 and one line. */
  GIVES_UP,
  /** The destination, which no stream has reached. */
  STILL_LISTENS,
  /** Killed. */
  GONE,
  /** None of these. */
  STUCK;

  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
