// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.section;

/**
 * What a save has still to send.
 *
 * @param bytes bytes of payload that would be put now if the guest stood still; never negative
 * @param beforeComplete whether some of it cannot go into END: an iterate must come before
 *     complete, with the guest paused
 */
public record Pending(long bytes, boolean beforeComplete) {

  /**
   * Refuses what cannot be.
   *
   * @throws IllegalArgumentException if the bytes are negative
   */
  public Pending {
    if (bytes < 0) {
      throw new IllegalArgumentException(bytes + " bytes cannot be left to send");
    }
  }

  /**
   * So many bytes, any of which may go into END.
   *
   * @param bytes 0 or more
   * @return an estimate of them
   */
  public static Pending of(long bytes) {
    return new Pending(bytes, false);
  }
}
