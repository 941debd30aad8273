// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.util.Locale;

/** Where a figure comes from. */
public enum How {
  /** Counted in a stream, a table, or the records of a pass: each run gives the same. */
  COUNTED,
  /** Taken with a clock: median, least and most of several runs. */
  TIMED,
  /** A model with counted sizes, run on a clock of its own: each run gives the same. */
  SIMULATED,
  /** Reckoned from a rule or from other figures. */
  COMPUTED;

  /** Its name in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
