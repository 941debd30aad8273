// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.Locale;

/** What became of an event. */
public enum StormOutcome {
  /** The guest did it, at the source or at the destination. */
  DONE,
  /** The hypervisor refused it to the guest, which went on as it was. */
  REFUSED,
  /** The guest was on its way already, and never heard of it. */
  LATE;

  /** As results name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
