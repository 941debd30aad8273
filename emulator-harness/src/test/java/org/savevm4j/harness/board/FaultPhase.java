// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Locale;

/** When something goes wrong in a migration, as docs/failures.md names it. */
enum FaultPhase {
  /** After the first bytes of the stream. */
  SETUP,
  FIRST_PASS,
  /** At the beginning of the second. */
  LATER_PASSES,
  /** The guest stands, and the last sections are yet to be sent. */
  THE_STOP,
  /** The source has written all, of which what belongs to the stop never arrives. */
  LAST_BYTE_ON_ITS_WAY,
  /** The guest runs at the destination, and its acknowledgement never arrives. */
  GUEST_ARRIVED;

  static FaultPhase of(String words) {
    return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  /** Whether the source has written all by then. */
  boolean isAfterLastByte() {
    return this == LAST_BYTE_ON_ITS_WAY || this == GUEST_ARRIVED;
  }
}
