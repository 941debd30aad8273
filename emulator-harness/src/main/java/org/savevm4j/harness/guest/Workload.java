// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

import java.util.Locale;

/** What the processes of the guest keep doing. */
public enum Workload {
  /**
   * Sleeps, and wakes a hundred times a second to look at a page; the wanted rate is not reached.
   */
  IDLE(0),
  /** Children that share all pages with their parent, write to some, and exit. */
  FORK(1),
  /** Address spaces dropped as a whole and built anew. */
  EXEC(2),
  /** Ranges mapped, touched, protected and unmapped within long-lived processes. */
  MMAP(3),
  /** All of the above, by chance. */
  MIX(4);

  private final long code;

  Workload(long code) {
    this.code = code;
  }

  /** The number by which guest RAM, and with that a stream, names it. */
  long code() {
    return code;
  }

  /** The workload of that number; {@link #IDLE} if there is none. */
  static Workload ofCode(long code) {
    for (Workload workload : values()) {
      if (workload.code == code) {
        return workload;
      }
    }
    return IDLE;
  }

  /** The name that users type: lower case, words joined by hyphens. */
  public String kebabName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The workload that users call {@code kebabName}.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Workload ofKebabName(String kebabName) {
    StringBuilder known = new StringBuilder();
    for (Workload workload : values()) {
      if (workload.kebabName().equals(kebabName)) {
        return workload;
      }
      known.append(known.isEmpty() ? "" : ", ").append(workload.kebabName());
    }
    throw new IllegalArgumentException("no workload " + kebabName + "; there are " + known);
  }
}
