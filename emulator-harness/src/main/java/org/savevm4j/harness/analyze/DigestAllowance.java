// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

/**
 * How many bytes an analysis digests. A few bytes of a stream declare a terabyte of RAM or a table
 * of 64 GiB, all zero, and a digest goes over all of that. One thread.
 */
final class DigestAllowance {

  /** For a stream of any length: a guest of this size digests in seconds. */
  static final long FREE_BYTES = 4L << 30;

  /** The shortest record of a page, a zero page of the block before, is 9 bytes for 4096. */
  private static final long BYTES_A_BYTE = 512;

  private long left;

  /**
   * @param free bytes for a stream of any length
   * @param streamBytes length of the stream, as far as it was got
   */
  DigestAllowance(long free, long streamBytes) {
    this.left = free + Math.min(streamBytes, Long.MAX_VALUE / 2 / BYTES_A_BYTE) * BYTES_A_BYTE;
  }

  /** Takes {@code bytes} of it, if they are there. */
  boolean take(long bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }
}
