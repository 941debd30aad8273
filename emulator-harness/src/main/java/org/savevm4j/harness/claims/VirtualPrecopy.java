// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.claims;

import java.io.IOException;

/**
 * A live migration over a link with nothing else on it, on the guest's own clock. A pass is
 * collected in no time and then takes its bytes over the link's speed, in which the guest runs on;
 * what it changed is the next pass. When a pass is hardly smaller than the one before, the guest is
 * stopped and that pass is the downtime.
 *
 * @param stopBytes what stop-and-copy would send with the guest stopped: the first pass
 * @param liveBytes what the live migration sends with the guest stopped: the last pass
 * @param totalBytes of all passes of the live migration
 * @param passes of the live migration, the last one included
 */
record VirtualPrecopy(long stopBytes, long liveBytes, long totalBytes, int passes) {

  /** A pass that is not below this share of the one before it is the last. */
  private static final double SHRINKS = 0.9;

  /** Below this there is nothing to win: it goes in one packet. */
  private static final long PACKET_BYTES = 1448;

  private static final int MOST_PASSES = 30;

  /** Makes passes. */
  @FunctionalInterface
  interface Source {

    /** Bytes of all that changed since the last call; of everything, the first time. */
    long nextBytes() throws IOException;
  }

  /** Migrates, until the guest is stopped. */
  static VirtualPrecopy run(Running guest, Source source, double bytesPerSecond)
      throws IOException {
    long first = source.nextBytes();
    long total = first;
    long before = first;
    for (int passes = 2; ; passes++) {
      guest.run(Math.round(before / bytesPerSecond * MeasuredTable.NANOS_PER_SECOND));
      long bytes = source.nextBytes();
      total += bytes;
      if (bytes <= PACKET_BYTES || bytes >= SHRINKS * before || passes == MOST_PASSES) {
        return new VirtualPrecopy(first, bytes, total, passes);
      }
      before = bytes;
    }
  }

  /** Migrates in two passes that are so many ns apart, in which something else has the link. */
  static VirtualPrecopy afterWindow(Running guest, Source source, long nanos) throws IOException {
    long first = source.nextBytes();
    guest.run(nanos);
    long last = source.nextBytes();
    return new VirtualPrecopy(first, last, first + last, 2);
  }

  /** Downtime of the live migration over that of stop-and-copy. */
  double ratio() {
    return (double) liveBytes / stopBytes;
  }
}
