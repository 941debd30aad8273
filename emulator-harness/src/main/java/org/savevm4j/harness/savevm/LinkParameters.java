// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * When a link counts as lost, at either side of a migration. Both names are this project's own.
 *
 * @param stallTimeout how long the other side may take or send nothing, in milliseconds, or 0: for
 *     ever; at most 86400000, a day
 * @param keepAlive after how many seconds of silence TCP asks the other host for a sign of life, 1
 *     to 32767, or 0: never
 */
public record LinkParameters(long stallTimeout, long keepAlive) {

  public static final LinkParameters DEFAULT = new LinkParameters(30_000, 10);

  private static final long MOST_STALL = 86_400_000;
  private static final long MOST_KEEP_ALIVE = 32_767;

  public LinkParameters {
    if (stallTimeout < 0 || stallTimeout > MOST_STALL) {
      throw new IllegalArgumentException(
          "x-stall-timeout is 0 to " + MOST_STALL + " milliseconds, 0 for none");
    }
    if (keepAlive < 0 || keepAlive > MOST_KEEP_ALIVE) {
      throw new IllegalArgumentException(
          "x-keep-alive is 0 to " + MOST_KEEP_ALIVE + " seconds, 0 for none");
    }
  }
}
