// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a kill waits for; it comes some random time after that. */
enum KillMoment {
  /** The order to migrate. */
  ORDER(15),
  /** The begin of the first pass. */
  FIRST_PASS(150),
  /** The begin of a later pass. */
  LATER_PASS(100),
  /** The order to stop the guest: what follows is the stop, the last byte, the acknowledgement. */
  STOP(40);

  private final long mostNanos;

  KillMoment(long mostMillis) {
    this.mostNanos = TimeUnit.MILLISECONDS.toNanos(mostMillis);
  }

  /** The longest time after it, in ns. */
  long mostNanos() {
    return mostNanos;
  }

  /** As results name it. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
