// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Locale;

/** What a plugin does that no contract allows. */
public enum Misdeed {
  THROWS,
  OVERFLOWS_THE_STACK,
  LACKS_A_CLASS,
  HANGS,
  ANSWERS_NULL,
  PUTS_FAR_MORE,
  PUTS_BETWEEN_TURNS,
  CLOSES_THE_STREAM,
  TELLS_LESS_THAN_NOTHING,
  TELLS_NOTHING_AND_SENDS_MUCH,
  TELLS_MUCH_AND_SENDS_NOTHING,
  READS_TOO_MUCH,
  LEAVES_BYTES;

  /** Its name in documents. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
