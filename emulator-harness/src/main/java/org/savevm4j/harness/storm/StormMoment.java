// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.Locale;

/** When in a migration an event is sent. */
public enum StormMoment {
  /** Before the order to migrate. */
  BEFORE,
  /** When all STARTs are sent and the first pass begins. */
  FIRST_PASS,
  /** After some bytes of RAM. */
  BYTES,
  /** At the beginning of a pass after the first. */
  LATER_PASS,
  /** Right before the vCPUs are stopped for good: the sections complete next. */
  COMPLETION;

  /** As results name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
