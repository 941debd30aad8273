// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.util.Locale;

/** What is killed or cut. */
public enum KillKind {
  SOURCE_KILLED,
  DESTINATION_KILLED,
  BOTH_KILLED,
  LINK_CUT,
  SAVEVM_KILLED;

  /** As documents and results name it. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
