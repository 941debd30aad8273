// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.state;

/**
 * The version ids that a section loads, both ends included, unsigned 32 bits.
 *
 * @param oldest the lowest that loads
 * @param newest the highest that loads, and the highest that is ever written
 */
public record VersionRange(long oldest, long newest) {

  /**
   * Refuses what is no range.
   *
   * @throws IllegalArgumentException if no version lies between the bounds, or one has more than 32
   *     bits
   */
  public VersionRange {
    if (oldest < 0 || oldest > newest || newest > 0xffffffffL) {
      throw new IllegalArgumentException("no range: " + oldest + " to " + newest);
    }
  }

  /**
   * {@return the range of a section that has had only one version}
   *
   * @param only that version
   */
  public static VersionRange of(long only) {
    return new VersionRange(only, only);
  }

  /**
   * {@return whether a version lies within the bounds}
   *
   * @param version unsigned 32 bits, as streams have it
   */
  public boolean contains(long version) {
    return oldest <= version && version <= newest;
  }

  /**
   * {@return why a version does not load, with all numbers: too old or too new, and what would do}
   *
   * @param version one outside of the bounds
   */
  public String refuse(long version) {
    return "version "
        + version
        + " is too "
        + (version < oldest ? "old" : "new")
        + ", here load "
        + this;
  }

  /**
   * Nothing, if the version loads.
   *
   * @param version as the stream says it
   * @throws IllegalArgumentException if it does not, with all numbers
   */
  public void require(long version) {
    if (!contains(version)) {
      throw new IllegalArgumentException(refuse(version));
    }
  }

  @Override
  public String toString() {
    return oldest == newest ? "version " + oldest : "versions " + oldest + " to " + newest;
  }
}
