// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.flips;

import org.jspecify.annotations.Nullable;

/**
 * What came of one flipped bit.
 *
 * @param place kind of the place where the bit stands
 * @param at offset of its byte
 * @param bit of the byte, 0 to 7
 * @param by what found it
 * @param section which section the load named, or null: none
 * @param error what the load said, one line; null where nothing found it
 */
record FlipRecord(
    String place, int at, int bit, FoundBy by, @Nullable String section, @Nullable String error) {

  /** Whether the load refused the stream by what it is, and did not just break. */
  boolean found() {
    return by != FoundBy.NOTHING && by != FoundBy.LOADER_FAILED;
  }

  /** For people. */
  String line() {
    return "bit %d of byte %d, in a %s: %s"
        .formatted(bit, at, place, error == null ? "not found" : error);
  }
}
