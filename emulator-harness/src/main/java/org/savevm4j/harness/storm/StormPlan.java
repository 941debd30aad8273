// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.storm;

import java.util.random.RandomGenerator;
import org.savevm4j.harness.guest.GuestStatus;

/**
 * What is to happen in one migration.
 *
 * @param bandwidth bytes a second until the last pass begins
 * @param passes laps over RAM that begin before the migration may end; 1 or more
 * @param eventPass the one that {@link StormMoment#LATER_PASS} means
 * @param eventBytes bytes of RAM sent that {@link StormMoment#BYTES} means
 */
record StormPlan(
    StormEvent event,
    StormMoment moment,
    long bandwidth,
    int passes,
    int eventPass,
    long eventBytes) {

  private static final int MOST_PASSES = 5;

  /** From what makes a pass last some tenths of a second to what makes it short, in bytes. */
  private static final long LEAST_BANDWIDTH = 16L << 20;

  private static final long MOST_BANDWIDTH = 96L << 20;

  /** About what a first pass and a second one send. */
  private static final long MOST_EVENT_BYTES = 12L << 20;

  static StormPlan draw(RandomGenerator random, GuestStatus guest) {
    StormEvent event = StormEvent.draw(random, guest);
    StormMoment[] moments = StormMoment.values();
    StormMoment moment = moments[random.nextInt(moments.length)];
    int passes =
        moment == StormMoment.LATER_PASS
            ? random.nextInt(2, MOST_PASSES + 1)
            : random.nextInt(1, MOST_PASSES + 1);
    return new StormPlan(
        event,
        moment,
        random.nextLong(LEAST_BANDWIDTH, MOST_BANDWIDTH),
        passes,
        passes == 1 ? 1 : random.nextInt(2, passes + 1),
        random.nextLong(MOST_EVENT_BYTES));
  }
}
