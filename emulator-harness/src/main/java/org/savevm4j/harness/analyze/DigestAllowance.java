// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

/**
 * How many bytes an analysis digests. A few bytes of a stream declare a terabyte of RAM or a table
 * of 64 GiB, all zero, and a digest goes over all of that. One thread.
 */
final class DigestAllowance {

  /** For a stream of any length: half a second's work. */
  private static final long FREE_BYTES = 256L << 20;

  /**
   * For each byte of the stream: a guest of 512 MiB with a table of 4 GiB sends 200 KB of records
   * at least.
   */
  private static final long BYTES_A_BYTE = 32 << 10;

  private long left;

  /**
   * @param most bytes, whatever the stream's length
   * @param streamBytes length of the stream, as far as it was got
   */
  DigestAllowance(long most, long streamBytes) {
    long counted = Math.min(streamBytes, Long.MAX_VALUE / 2 / BYTES_A_BYTE);
    left = Math.min(most, FREE_BYTES + counted * BYTES_A_BYTE);
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
