// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import static org.savevm4j.harness.kills.SideOutcome.GIVES_UP;
import static org.savevm4j.harness.kills.SideOutcome.GONE;
import static org.savevm4j.harness.kills.SideOutcome.HAS_HANDED_OVER;
import static org.savevm4j.harness.kills.SideOutcome.RUNS;
import static org.savevm4j.harness.kills.SideOutcome.RUNS_ON;
import static org.savevm4j.harness.kills.SideOutcome.STAYS_PAUSED;
import static org.savevm4j.harness.kills.SideOutcome.STILL_LISTENS;

import java.util.EnumSet;
import java.util.Set;

/** The second table of docs/failures.md: what may become of both sides, whatever the moment was. */
final class AllowedOutcomes {

  private AllowedOutcomes() {}

  static boolean allows(
      KillKind kind, boolean returnPath, SideOutcome source, SideOutcome destination) {
    return destinations(kind, returnPath, source).contains(destination);
  }

  /**
   * What may become of the destination where this became of the source; of nothing, if that is not
   * allowed.
   */
  private static Set<SideOutcome> destinations(
      KillKind kind, boolean returnPath, SideOutcome source) {
    return switch (kind) {
      case SOURCE_KILLED -> source == GONE ? EnumSet.of(GIVES_UP, RUNS, STILL_LISTENS) : none();
      case DESTINATION_KILLED ->
          EnumSet.of(RUNS_ON, STAYS_PAUSED, HAS_HANDED_OVER).contains(source)
              ? EnumSet.of(GONE)
              : none();
      case BOTH_KILLED -> source == GONE ? EnumSet.of(GONE, GIVES_UP) : none();
      case LINK_CUT ->
          switch (source) {
            case RUNS_ON -> EnumSet.of(GIVES_UP, STILL_LISTENS);
            case STAYS_PAUSED -> EnumSet.of(GIVES_UP, RUNS);
            case HAS_HANDED_OVER -> returnPath ? EnumSet.of(RUNS) : EnumSet.of(RUNS, GIVES_UP);
            default -> none();
          };
      case SAVEVM_KILLED -> none();
    };
  }

  private static Set<SideOutcome> none() {
    return EnumSet.noneOf(SideOutcome.class);
  }
}
