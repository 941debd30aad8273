// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

/**
 * What an operator sets, with QEMU's defaults.
 *
 * @param maxBandwidth bytes a second while the guest runs, 0 for no limit; the stop is not limited
 * @param downtimeLimit how long the stop may last, in milliseconds, 0 to 2000000
 * @param throttle how the guest may be slowed, if that is on
 * @param link when the link counts as lost; of an incoming migration, too
 * @param tls how the link is protected; of an incoming migration, too
 */
public record MigrationParameters(
    long maxBandwidth,
    long downtimeLimit,
    ThrottleParameters throttle,
    LinkParameters link,
    TlsParameters tls) {

  public static final MigrationParameters DEFAULT = new MigrationParameters(128L << 20, 300);

  private static final long MAX_DOWNTIME_LIMIT = 2_000_000;

  public MigrationParameters {
    if (maxBandwidth < 0) {
      throw new IllegalArgumentException("max-bandwidth is 0 or more bytes a second");
    }
    if (downtimeLimit < 0 || downtimeLimit > MAX_DOWNTIME_LIMIT) {
      throw new IllegalArgumentException(
          "downtime-limit is 0 to " + MAX_DOWNTIME_LIMIT + " milliseconds");
    }
  }

  /** Without TLS. */
  public MigrationParameters(
      long maxBandwidth, long downtimeLimit, ThrottleParameters throttle, LinkParameters link) {
    this(maxBandwidth, downtimeLimit, throttle, link, TlsParameters.NONE);
  }

  /** With the usual patience with the link. */
  public MigrationParameters(long maxBandwidth, long downtimeLimit, ThrottleParameters throttle) {
    this(maxBandwidth, downtimeLimit, throttle, LinkParameters.DEFAULT);
  }

  /** With the usual way to slow a guest, too. */
  public MigrationParameters(long maxBandwidth, long downtimeLimit) {
    this(maxBandwidth, downtimeLimit, ThrottleParameters.DEFAULT);
  }

  /** The same with that way to slow a guest near the end. */
  public MigrationParameters withTailslow(boolean on) {
    ThrottleParameters other =
        new ThrottleParameters(
            throttle.initial(), throttle.increment(), throttle.most(), throttle.trigger(), on);
    return new MigrationParameters(maxBandwidth, downtimeLimit, other, link, tls);
  }

  /** The same with another protection. */
  public MigrationParameters with(TlsParameters other) {
    return new MigrationParameters(maxBandwidth, downtimeLimit, throttle, link, other);
  }

  /** The limit in force, above 0. */
  long bytesPerSecond() {
    return maxBandwidth == 0 ? Long.MAX_VALUE : maxBandwidth;
  }
}
