// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.kills;

import java.util.random.RandomGenerator;

/**
 * One kill as it is meant to be.
 *
 * @param returnPath whether the destination acknowledges
 * @param delayNanos after the moment
 * @param bandwidth of the migration, bytes a second
 * @param gapNanos between the two kills of {@link KillKind#BOTH_KILLED}
 * @param sourceFirst which of these comes first
 */
record KillPlan(
    KillKind kind,
    boolean returnPath,
    KillMoment moment,
    long delayNanos,
    long bandwidth,
    long gapNanos,
    boolean sourceFirst) {

  private static final int KINDS_DRAWN = 10;
  private static final long LEAST_BANDWIDTH = 24L << 20;
  private static final long MOST_BANDWIDTH = 200L << 20;
  private static final long MOST_GAP_NANOS = 5_000_000;

  static KillPlan draw(RandomGenerator random) {
    KillMoment[] moments = KillMoment.values();
    KillMoment moment = moments[random.nextInt(moments.length)];
    return new KillPlan(
        kind(random.nextInt(KINDS_DRAWN)),
        // the interesting half of it is where the source has to know
        random.nextInt(4) > 0,
        moment,
        random.nextLong(moment.mostNanos()),
        random.nextLong(LEAST_BANDWIDTH, MOST_BANDWIDTH),
        random.nextLong(MOST_GAP_NANOS),
        random.nextBoolean());
  }

  private static KillKind kind(int drawn) {
    return switch (drawn) {
      case 0, 1 -> KillKind.SOURCE_KILLED;
      case 2, 3, 4 -> KillKind.DESTINATION_KILLED;
      case 5 -> KillKind.BOTH_KILLED;
      case 6, 7 -> KillKind.LINK_CUT;
      default -> KillKind.SAVEVM_KILLED;
    };
  }
}
