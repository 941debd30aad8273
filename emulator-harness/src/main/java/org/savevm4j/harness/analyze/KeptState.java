// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

/**
 * How much of the devices' state is kept to be looked at.
 *
 * @param elements structures of one array
 * @param valueBytes of one value, or array of values
 * @param allBytes of all values together
 * @param nodes structures and values together
 */
public record KeptState(long elements, int valueBytes, long allBytes, long nodes) {

  /** Nothing but what a translation needs. */
  public static final KeptState NOTHING = new KeptState(0, 0, 0, 0);

  /** What an operator wants to see at first. */
  public static final KeptState USUAL = new KeptState(16, 16 << 10, 4 << 20, 1 << 16);

  /** All that fits into memory without harm. */
  public static final KeptState FULL = new KeptState(Long.MAX_VALUE, 64 << 20, 64 << 20, 1 << 20);
}
